"""Ids of subscribers' lines: letters and a number of digits, as their owner gives them. Shapes are values, never patterns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from gateway.guards.detect.sight import Kind, Sight

_LETTERS: Final = re.compile(r"[A-Z]{1,8}\Z")
DIGITS_MAX: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShape:
    """`letters` (one to eight capitals), then `least` to `most` digits. `certain` where no other id looks so."""

    letters: str
    least: int
    most: int
    certain: bool = True

    def __post_init__(self) -> None:
        if _LETTERS.match(self.letters) is None or not 6 <= self.least <= self.most <= DIGITS_MAX:
            raise ValueError("a line id is one to eight capital letters and 6 to 20 digits")


SHAPES: Final = (
    LineShape(letters="CAF", least=10, most=10),  # NTT East and West: FLET'S lines
    LineShape(letters="COP", least=8, most=10),
    LineShape(letters="CAN", least=8, most=10),
    LineShape(letters="L", least=10, most=10, certain=False),
)


def _form(shape: LineShape) -> str:
    """It begins with a letter and looks back from there: for speed."""
    first, others = shape.letters[0], shape.letters[1:]
    return rf"{first}(?<![0-9A-Za-z]{first}){others}[0-9]{{{shape.least},{shape.most}}}"


class LineIds:
    """Of one owner's shapes."""

    def __init__(self, shapes: Sequence[LineShape] = SHAPES) -> None:
        self.letters = tuple(dict.fromkeys(shape.letters for shape in shapes))
        self._certain = frozenset(shape.letters for shape in shapes if shape.certain)
        self._shape = re.compile(f"(?:{'|'.join(map(_form, shapes))})(?![0-9A-Za-z])") if shapes else None

    def look(self, text: str) -> Iterator[Sight]:
        """Ids in folded text."""
        if self._shape is None:
            return
        for found in self._shape.finditer(text):
            certain = found[0].rstrip("0123456789") in self._certain
            yield Sight(Kind.LINE_ID, found.start(), found.end(), found[0].encode(), certain)
