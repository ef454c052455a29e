"""A list a page at a time: which part is wanted, and what of how many is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

T = TypeVar("T")
SIZE: Final = 50
NUMBER_MAX: Final = 1_000_000
PARAMETER: Final = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Part `number` (from 1) of `size` lines."""

    number: int = 1
    size: int = SIZE

    @property
    def offset(self) -> int:
        """Lines before it."""
        return (self.number - 1) * self.size

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> "Wanted":
        """From the address; what is no number is the first part."""
        given = arguments.get(PARAMETER, "1")
        number = int(given) if given.isascii() and given.isdigit() and len(given) <= 7 else 1
        return cls(number=min(max(number, 1), NUMBER_MAX))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged(Generic[T]):
    """One part of a list of `total` lines."""

    items: Sequence[T]
    wanted: Wanted
    total: int

    @property
    def pages(self) -> int:
        """How many parts there are; at least one."""
        return max(1, -(-self.total // self.wanted.size))

    @property
    def first(self) -> int:
        """Number of the first line shown, 0 for an empty list."""
        return self.wanted.offset + 1 if self.items else 0

    @property
    def last(self) -> int:
        """Number of the last line shown."""
        return self.wanted.offset + len(self.items)


def cut(items: Sequence[T], wanted: Wanted) -> Paged[T]:
    """A part of a list that is in memory already."""
    return Paged(items=items[wanted.offset : wanted.offset + wanted.size], wanted=wanted, total=len(items))
