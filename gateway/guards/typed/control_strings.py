"""Answers of the terminal do not reach the target: clipboard, colours, title, attributes, cursor and window reports.

Nobody may ask the terminal anything (`guards.terminal` withholds the questions), so an answer is not what the person typed. Keys
pass byte for byte. What may be the beginning of an answer is held until the next byte decides, and no longer than to the next
`idle`; what was let go then is remembered, and a known answer is still not completed. A string that is being dropped ends with
its terminator, or with any control character, which passes: nobody's keyboard stays dead.

Memory is bounded: KEPT_MAX bytes.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from gateway.guards.stage import Finding, Passed, Weight
from gateway.guards.typed.dropped import Dropped
from gateway.guards.typed.keys import TYPED_MAX, Piece, Sort, piece_at

KEPT_MAX: Final = TYPED_MAX + 8
_SUSPECT = bytes(range(0x80, 0x100)) + b"\x1b"
_KINDS = {Sort.ANSWER: "answer.status", Sort.UNKNOWN: "answer.unknown", Sort.CONTROL: "control"}
_UNLESS_TYPED = (Sort.UNKNOWN, Sort.DOUBTFUL, Sort.LONG)
_STRINGS = (Sort.STRING, Sort.DOUBTFUL, Sort.LONG)


@dataclass(slots=True)
class _Reading:
    """One call of `feed` on its way: `gone` bytes after `place` were let go by an earlier `idle`."""

    data: bytes
    gone: int
    place: int = 0
    out: bytearray = field(default_factory=bytearray)
    findings: list[Finding] = field(default_factory=list)

    def take(self, end: int) -> bytes:
        """What lies before `end` and was not let go yet."""
        rest = self.data[min(self.place + self.gone, end) : end]
        self.gone = max(0, self.gone - (end - self.place))
        self.place = end
        return rest


class ControlStrings:
    """Person to target."""

    def __init__(self) -> None:
        self._kept = b""  # the undecided end of what came
        self._gone = 0  # how many bytes of it were let go already
        self._dropped: Dropped | None = None

    @property
    def holds(self) -> bool:
        """True while something undecided is held."""
        return len(self._kept) > self._gone

    def feed(self, chunk: bytes) -> Passed:
        """The keys in it, and what was held before."""
        if not self._kept and self._dropped is None and len(chunk.translate(None, _SUSPECT)) == len(chunk):
            return Passed(chunk)
        reading = _Reading(self._kept + chunk, self._gone)
        self._kept, self._gone = b"", 0
        while reading.place < len(reading.data) and not self._kept:
            if self._dropped is not None:
                self._drop(self._dropped, reading)
            else:
                self._judge(piece_at(reading.data, reading.place), reading)
        return Passed(bytes(reading.out), tuple(reading.findings))

    def idle(self) -> Passed:
        """What was held: nothing more came, so it was typed. An ESC inside a string that is being dropped ends it."""
        if self._dropped is None:
            held, self._gone = self._kept[self._gone :], len(self._kept)
            return Passed(held)
        if self._kept == b"\x1b":
            return self.close()
        self._dropped.drop(self._kept)
        self._kept = b""
        return Passed(b"")

    def close(self) -> Passed:
        """What was held; what was being dropped is told."""
        held, dropped = self._kept[self._gone :], self._dropped
        self._kept, self._gone, self._dropped = b"", 0, None
        return Passed(held, () if dropped is None else (dropped.finding(),))

    def _judge(self, piece: Piece, reading: _Reading) -> None:
        """Pass, drop or keep one piece."""
        if piece.sort is Sort.UNFINISHED:
            self._kept, self._gone = reading.data[reading.place :], reading.gone
        elif piece.sort is Sort.KEYS or (piece.sort in _UNLESS_TYPED and reading.gone):
            reading.out += reading.take(piece.end)
        elif piece.sort in _STRINGS:
            self._begin(piece.end, reading)
        else:
            rest = reading.take(piece.end)
            reading.findings.append(Finding(_KINDS[piece.sort], len(rest), sha256(rest).hexdigest(), Weight.COUNTED))

    def _begin(self, end: int, reading: _Reading) -> None:
        """Drop a string from here on; what of it was typed before went on, and is not told."""
        dropped = Dropped(reading.data[reading.place : end])
        dropped.drop(reading.take(end))
        known = reading.place + reading.gone
        dropped.saw(reading.data[reading.place : known])
        reading.take(known)
        self._dropped = dropped

    def _drop(self, dropped: Dropped, reading: _Reading) -> None:
        """Drop more of a string: to its end, or all there is."""
        reading.place, ended = dropped.take(reading.data, reading.place)
        if ended:
            reading.findings.append(dropped.finding())
            self._dropped = None
        else:
            self._kept = reading.data[reading.place :]
