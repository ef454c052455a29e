r"""What the eye reads of a stream from left to right: sequences taken out, and `\uXXXX` of JSON as the character it means.

Nothing is lost: every character that is read knows where it stands in the stream. A part ends where a screen is needed, or
before what is not whole yet.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Final, NamedTuple

from gateway.guards.detect import ends_run
from gateway.guards.masking.sequences import (
    ERASED,
    LINE_END,
    MAYBE_ERASED,
    ODD,
    PLAIN,
    SEQUENCE_MAX,
    UNFINISHED,
    Effect,
    effect_of,
)

ADJACENT_MAX: Final = 16  # sequences behind each other that may stand within a run
SPELLED_MAX: Final = 512
RETURN_MAX: Final = 4096  # characters behind a CR until it is known what it was for
BORDER: Final = "\0"  # stands in no stream here; ends a run and is nothing
_ESCAPED: Final = re.compile(
    r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|\\u(?!00[01][0-9a-f]|007f|00[89][0-9a-f]|d[89a-f])([0-9a-f]{4})",
    re.IGNORECASE,
)
_UNFINISHED_ESCAPE: Final = re.compile(
    r"\\(?:u(?:[0-9a-f]{0,3}|d[89ab][0-9a-f]{2}(?:\\(?:u(?:d(?:[c-f][0-9a-f]?)?)?)?)?)?)?\Z", re.IGNORECASE
)
_ESCAPE_MAX: Final = 12


class Controls(Enum):
    """What becomes of controls and sequences."""

    OBEYED = "obeyed"  # a terminal does what they say
    SPELLED = "spelled"  # they are shown by letters: nothing ever moves


class Stop(Enum):
    """Why a part ends where it does."""

    END = "end"
    UNFINISHED = "unfinished"  # what follows is not whole yet
    SCREEN = "screen"


class Part(NamedTuple):
    """Characters of a stream up to `stop_at`. `starts`: where each stands there; None: each at its own place."""

    stream: str
    text: str
    starts: Sequence[int] | None
    stop_at: int
    stop: Stop

    def place(self, index: int) -> int:
        """Where in the stream this character stands; behind the last one: the part's end."""
        if index >= len(self.text):
            return self.stop_at
        return index if self.starts is None else self.starts[index]

    def first_at(self, place: int) -> int:
        """The first character that stands at this place of the stream or behind it."""
        return place if self.starts is None else bisect_left(self.starts, place)


def read(stream: str, *, line_begins: bool, controls: Controls) -> Part:
    """The part of `stream` that is text from left to right. `line_begins`: nothing stands on its line before it."""
    if PLAIN.search(stream) is None and stream.count("\r") == stream.count("\r\n"):
        return Part(stream, stream, None, len(stream), Stop.END)
    return _Reader(stream, controls, line_begins=line_begins).part()


class _Reader:
    def __init__(self, stream: str, controls: Controls, *, line_begins: bool) -> None:
        self._stream, self._begins, self._controls = stream, line_begins, controls
        self._texts: list[str] = []
        self._starts: list[int] = []
        self._at = 0  # up to where the stream was taken
        self._adjacent = 0

    def part(self) -> Part:
        """All of it."""
        stop_at, stop = self._until_stop()
        self._take(stop_at)
        return Part(self._stream, "".join(self._texts), self._starts, stop_at, stop)

    def _until_stop(self) -> tuple[int, Stop]:
        for odd in ODD.finditer(self._stream):
            start, sign = odd.start(), odd[0]
            if start < self._at:
                continue
            if start > self._at:
                self._take(start)
            if sign == "\r":
                stop = self._return(start)
            elif sign == "\x1b":
                stop = self._begun(start)
            else:
                stop = self._effect(sign, start, odd.end())
            if stop is not None:
                return start, stop
        return len(self._stream), Stop.END

    def _take(self, until: int) -> None:
        """Characters that are read as they stand."""
        if until > self._at:
            self._texts.append(self._stream[self._at : until])
            self._starts.extend(range(self._at, until))
            self._at, self._adjacent = until, 0

    def _put(self, sign: str, place: int) -> None:
        self._texts.append(sign)
        self._starts.append(place)

    def _effect(self, sign: str, start: int, end: int) -> Stop | None:
        effect = effect_of(sign)
        if self._controls is Controls.OBEYED and (
            effect is Effect.SCREEN or (effect is Effect.ERASE and not self._is_at_line_begin())
        ):
            return Stop.SCREEN
        self._adjacent += 1
        if self._adjacent > ADJACENT_MAX and self._controls is Controls.OBEYED and self._may_go_on():
            return Stop.SCREEN
        if effect is Effect.BREAK or self._adjacent == SPELLED_MAX:
            self._put(BORDER, start)
        self._at = end
        return None

    def _may_go_on(self) -> bool:
        """True if a run may be unfinished here."""
        last = "".join(self._texts[-2:])[-2:]
        return ends_run(last[-2:-1], last[-1:], None) is not True if last else False

    def _begun(self, start: int) -> Stop | None:
        begun = UNFINISHED.match(self._stream, start)
        if begun is not None and len(begun[0]) <= SEQUENCE_MAX:
            return Stop.UNFINISHED
        self._at = start + 1
        return Stop.SCREEN if self._controls is Controls.OBEYED else None

    def _return(self, start: int) -> Stop | None:
        """A carriage return: a line's end, nothing where its line is empty, or the line from its beginning on once more."""
        stream = self._stream
        end = LINE_END.match(stream, start)
        if end is not None:
            self._at = end.end() - 1
            return None
        if self._is_at_line_begin() or self._controls is Controls.SPELLED:
            self._at = start + 1
            return None
        erased = ERASED.match(stream, start, start + RETURN_MAX)
        if erased is not None:
            self._put("\n", start)
            self._at = start + 1
            return None
        may_end = not stream[start : start + SEQUENCE_MAX].strip("\r") and len(stream) - start <= SEQUENCE_MAX
        may_erase = len(stream) - start <= RETURN_MAX and MAYBE_ERASED.match(stream, start)
        return Stop.UNFINISHED if may_end or may_erase else Stop.SCREEN

    def _is_at_line_begin(self) -> bool:
        return self._texts[-1].endswith("\n") if self._texts else self._begins


class Meant(NamedTuple):
    """A text with JSON's escapes as characters. `places`: where each begins in what is read; None: each at its own place."""

    text: str
    places: Sequence[int] | None
    known: int  # characters before this one are whole: what is behind begins an escape

    def place(self, index: int) -> int:
        """Where in what is read this character begins; the end of the text may be asked for."""
        return index if self.places is None else self.places[index]


def meant(text: str) -> Meant:
    r"""`\uXXXX` resolved, pairs of surrogates too; controls stay spelled."""
    if "\\" not in text:
        return Meant(text, None, len(text))
    begun = _UNFINISHED_ESCAPE.search(text, max(0, len(text) - _ESCAPE_MAX))
    known = begun.start() if begun else len(text)
    if "\\u" not in text and "\\U" not in text:
        return Meant(text, None, known)
    pieces, places = list[str](), list[int]()
    for piece, start in _pieces(text):
        pieces.append(piece)
        places.extend(range(start, start + len(piece)))
    places.append(len(text))
    return Meant("".join(pieces), places, bisect_left(places, known))


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    at = 0
    for escaped in _ESCAPED.finditer(text):
        if escaped.start() > at:
            yield text[at : escaped.start()], at
        high, low, plain = escaped.groups()
        code = int(plain, 16) if plain else 0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF)
        yield chr(code), escaped.start()
        at = escaped.end()
    if at < len(text):
        yield text[at:], at
