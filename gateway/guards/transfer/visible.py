"""What of a stream a terminal puts on its screen: the text without escape sequences and silent controls.

Clients that look for a trigger in the text of their screen find it there though sequences stand between its letters. Strings
(OSC, DCS) lose their introducers only: a multiplexer may hand on what they hold. Sequences of 8 bits are not taken out: none of
them reaches a terminal (`guards.terminal`), and where one was withheld, the text is looked at again. Where on the screen text
ends up is not followed.

Pure; the same text for every split: what is unfinished is handed back, as a sequence of at most three bytes.
"""

import re

_SILENT = b"\x00\x07\x08\x0e\x0f\x7f"
_CLUES = tuple(bytes((byte,)) for byte in b"\x1b" + _SILENT)
# a sequence that breaks off is taken out as far as it goes, so that it does not matter where it was split
_HIDDEN = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]?|[ -/]*[0-Z\\-~]?)")
_UNFINISHED = re.compile(rb"\x1b(?:(\[)[0-?]*)?([ -/]?)[ -/]*")


def visible(carry: bytes, chunk: bytes) -> tuple[bytes, bytes]:
    """The text of `chunk`, and what to carry to the next call; `carry` is what the call before said, at first nothing."""
    if not carry and not any(clue in chunk for clue in _CLUES):
        return chunk, b""
    data = (carry + chunk).translate(None, _SILENT)
    last = data.rfind(b"\x1b")
    kept = _carry(data[last:]) if last >= 0 else b""
    return _HIDDEN.sub(b"", data[:last] if kept else data), kept


def _carry(sequence: bytes) -> bytes:
    """A sequence that may still go on, without its parameters, which change nothing; nothing where it is complete."""
    found = _UNFINISHED.fullmatch(sequence)
    return b"\x1b" + (found[1] or b"") + found[2] if found else b""
