"""The words of a terminal's output: control sequences removed, also those split over two pieces. Pure.

Good for finding what was shown, not for drawing it: text that a program placed with cursor movements comes in the order in
which it was sent.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple
from unicodedata import normalize

from gateway.recording.asciicast import TextStream
from gateway.recording.prompts import CONTROL
from gateway.recording.terminal_event import Code, TerminalEvent

HELD_BYTES_MAX: Final = 4096
CONTEXT: Final = 40

_UNFINISHED: Final = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b]*\x1b?|[ -/]*)\Z")
_BLANK: Final = re.compile(r"[\r\n]+")


class Hit(NamedTuple):
    """Something found; `context` is what stands around it, on one line."""

    at_us: int
    code: Code
    context: str


class PlainText:
    """Bytes of output to plain text, piece by piece; holds back at most 4 KiB of an unfinished control sequence."""

    def __init__(self, encoding: str) -> None:
        self._text = TextStream(encoding)
        self._held = b""

    def feed(self, data: bytes) -> str:
        """The text `data` adds."""
        data = self._held + data
        unfinished = _UNFINISHED.search(data, max(0, len(data) - HELD_BYTES_MAX))
        end = len(data) if unfinished is None else unfinished.start()
        self._held = data[end:]
        return self._text.feed(CONTROL.sub(b"", data[:end]))


def search(events: Iterable[TerminalEvent], needle: str, encoding: str) -> Iterator[Hit]:
    """Where `needle` was shown (o), typed (i) or marked (m), at the moment it was complete.

    Case and width (全角, 半角) do not matter; a line end inside the needle's occurrence does.
    """
    wanted = _folded(needle)
    if not wanted:
        return
    streams = {code: PlainText(encoding) for code in (Code.OUTPUT, Code.INPUT)}
    before = dict.fromkeys((Code.OUTPUT, Code.INPUT), "")
    for event in events:
        if event.code is Code.MARKER:
            label = event.data.decode("utf-8", "replace")
            if wanted in _folded(label):
                yield Hit(event.at_us, event.code, label)
        elif event.code in streams:
            text = before[event.code] + _folded(streams[event.code].feed(event.data))
            end = 0
            while (found := text.find(wanted, end)) >= 0:
                end = found + len(wanted)
                yield Hit(event.at_us, event.code, _context(text, found, end))
            before[event.code] = text[max(end, len(text) - len(wanted) - CONTEXT) :]


def _folded(text: str) -> str:
    return normalize("NFKC", text).casefold()


def _context(text: str, start: int, end: int) -> str:
    before = _BLANK.split(text[max(0, start - CONTEXT) : start])[-1]
    after = _BLANK.split(text[end : end + CONTEXT])[0]
    return before + text[start:end] + after
