"""What a person types, from UTF-8 into the target's encoding. What cannot be spelled there is dropped and told, never changed.

A spelling counts only if the target reads the same character back, but for the few pairs that Japanese code tables disagree
about (～ and 〜, － and −). Controls and ASCII pass as they are.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from gateway.guards.stage import Passed, Weight
from gateway.guards.terminal.decoding import decoder_of
from gateway.guards.terminal.nec_rows import SPELLINGS
from gateway.guards.terminal.withheld import finding_of
from gateway.vocabulary.target import Encoding

KIND: Final = "unspellable"
_CODECS: Final[Mapping[Encoding, str]] = {Encoding.EUC_JP: "euc_jp", Encoding.CP932: "cp932"}
# Unicode's two readings of one cell of JIS X 0208: Microsoft's and that of JIS X 0221
_READINGS: Final[Mapping[str, str]] = {
    "～": "〜", "∥": "‖", "－": "−", "￠": "¢", "￡": "£", "￢": "¬", "—": "―",
}  # fmt: skip
_NOTHING: Final = Passed(b"")


class Spelling:
    """One direction of one session, person to target. For a target of UTF-8 everything passes as it is."""

    def __init__(self, encoding: Encoding) -> None:
        self._encoding = encoding
        self._codec = _CODECS.get(encoding)
        self._decoder = decoder_of(Encoding.UTF_8)

    @property
    def holds(self) -> bool:
        """True while an incomplete character waits."""
        return self._decoder.waits

    def feed(self, chunk: bytes) -> Passed:
        """What was typed, spelled for the target."""
        if self._codec is None:
            return Passed(chunk)
        typed = self._decoder.feed(chunk)
        return self._spelled(typed.decode() if isinstance(typed, bytes) else typed)

    def idle(self) -> Passed:
        """Nothing: a character may be completed by the next packet."""
        return _NOTHING

    def close(self) -> Passed:
        """A finding about a character that never was completed."""
        return self._spelled(self._decoder.close())

    def _spelled(self, text: str) -> Passed:
        if text.isascii():
            return Passed(text.encode())
        spelled = bytearray()
        findings = []
        for sign in text:
            letters = spelling_of(sign, self._encoding)
            if letters is None:
                findings.append(finding_of(sign, KIND, Weight.COUNTED))
            else:
                spelled += letters
        return Passed(bytes(spelled), tuple(findings))


@lru_cache(maxsize=4096)
def spelling_of(sign: str, encoding: Encoding) -> bytes | None:
    """One character in the target's encoding; None if it has none there."""
    if sign.isascii() or encoding is Encoding.UTF_8:
        return sign.encode()
    for reading in (sign, _READINGS.get(sign, sign)):
        try:
            letters = reading.encode(_CODECS[encoding])
        except UnicodeEncodeError:
            continue
        return None if letters.isascii() else letters  # ¥ is not a backslash, whatever a code table says
    return SPELLINGS.get(sign) if encoding is Encoding.EUC_JP else None
