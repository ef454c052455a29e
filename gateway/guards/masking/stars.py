r"""Values as stars of their widths. `-()@.` and spaces stay: they show a value's shape and no more.

A character of JSON's spelling becomes `\u002a`: as many characters as before.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from gateway.guards.emulator import MARK
from gateway.guards.emulator.lines import KEPT, STAR, WIDE_STAR
from gateway.guards.emulator.widths import width_of
from gateway.guards.masking.reading import Meant

Span = tuple[int, int]
_SPELLED: Final = {1: "\\u002a", 2: "\\uff0a"}
_STARS_MAX: Final = 8192  # characters whose stars are remembered


class _Stars(dict[int, str]):
    """For `str.translate`: a star as wide as the character; nothing for a mark that has no width."""

    def __missing__(self, code: int) -> str:
        if len(self) >= _STARS_MAX:
            self.clear()
        sign = chr(code)
        self[code] = star = sign if sign in KEPT else ("", STAR, WIDE_STAR)[width_of(sign)]
        return star


class _Marked(dict[int, str]):
    """For `str.translate`: the character, marked where a star is shown for it."""

    def __missing__(self, code: int) -> str:
        if len(self) >= _STARS_MAX:
            self.clear()
        sign = chr(code)
        self[code] = shown = sign if sign in KEPT else sign + MARK
        return shown


class Hidden(NamedTuple):
    """Characters `start` to `end` of what is read are hidden. `stars`: what stands for each, where it is no plain star."""

    start: int
    end: int
    stars: str | None = None


class Stars:
    """Remembers what each character becomes."""

    def __init__(self) -> None:
        self._stars, self._marked = _Stars(), _Marked()

    def masked(self, text: str) -> str:
        """What is shown instead."""
        return text.translate(self._stars)

    def marked(self, text: str) -> str:
        """The same text, with what is hidden of it marked."""
        return text.translate(self._marked)


def hidden(meaning: Meant, spans: Iterable[Span]) -> list[Hidden]:
    """`spans` are characters of the meaning, in order."""
    if meaning.places is None:
        text = meaning.text
        if text.isascii():
            return [Hidden(start, end) for start, end in spans]
        return [Hidden(start, _with_marks(text, end)) for start, end in spans]
    places = meaning.places
    return [one for start, end in spans for one in _in_meaning(meaning.text, places, start, end)]


def _in_meaning(text: str, places: Sequence[int], start: int, end: int) -> Iterator[Hidden]:
    end = _with_marks(text, end)
    if places[end] - places[start] == end - start:
        yield Hidden(places[start], places[end])
        return
    for at in range(start, end):
        sign, place, length = text[at], places[at], places[at + 1] - places[at]
        if length == 1:
            yield Hidden(place, place + 1)
        elif sign not in KEPT:
            one = _SPELLED[2 if length == len(_SPELLED[2]) and width_of(sign) == 2 else 1]
            yield Hidden(place, place + length, one * (length // len(one)))


def _with_marks(text: str, end: int) -> int:
    """Marks that stand on the last character go with it."""
    while end < len(text) and not text[end].isascii() and not width_of(text[end]):
        end += 1
    return end
