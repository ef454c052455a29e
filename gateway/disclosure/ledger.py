"""The ledger of people shown masked (R-48), small: of each digest eight bytes are kept, many of one session in one row.

Whoever is looked for is found by looking through the rows of one client, not by an index on people: so a person costs his eight
bytes and nothing else, and adding one touches the end of one row. Eight bytes of a keyed digest are enough to find by: among
thousand million people shown, a look-up of a thousand numbers meets a stranger's digest once in ten million look-ups.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, TypeAlias

from gateway.disclosure.shown import Person

KEPT_BYTES: Final = 8
PART_PEOPLE: Final = 112  # of one row: four full rows fill a page of 4 KiB, and adding one rewrites less than 1 KiB
NOBODY: Final = b""
_NONE: Final[Mapping[str, int]] = MappingProxyType({})

Asked: TypeAlias = int
"""Stands for one of the people somebody asks about: his place in the list, never his number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Who was shown masked: `people` whose digest is known, and by client, how many rows of whom nobody can tell."""

    people: tuple[Person, ...] = ()
    unnamed: Mapping[str, int] = field(default_factory=lambda: _NONE)

    def __post_init__(self) -> None:
        if any(rows < 1 for rows in self.unnamed.values()):
            raise ValueError("nobody can be shown less than nothing")

    @property
    def clients(self) -> frozenset[str]:
        """Everybody whose people are in it."""
        return frozenset(client for client, _ in self.people) | frozenset(self.unnamed)

    def __bool__(self) -> bool:
        return bool(self.people or self.unnamed)


NONE_SEEN: Final = Seen()


def packed(digests: Iterable[bytes]) -> bytes:
    """The beginnings of these digests (each of at least KEPT_BYTES; raises ValueError), one behind the other."""
    kept = [each[:KEPT_BYTES] for each in digests]
    if any(len(each) < KEPT_BYTES for each in kept):
        raise ValueError("a digest too short to find anybody by")
    return b"".join(kept)


def parts(last: bytes, more: bytes) -> Sequence[bytes]:
    """The row `last` with `more` behind it, and the rows that begin where it is full; at least one."""
    whole, most = last + more, PART_PEOPLE * KEPT_BYTES
    return [whole[start : start + most] for start in range(0, max(len(whole), 1), most)]


def people_in(row: bytes) -> int:
    """How many people a row holds."""
    return len(row) // KEPT_BYTES


class Sought:
    """The people somebody asks about, as their digests; one of them may have several (sorts of number, spellings)."""

    def __init__(self, digests: Iterable[tuple[bytes, Asked]]) -> None:
        """Raises ValueError for a digest too short."""
        self._asked: dict[int, set[Asked]] = {}
        for digest, asked in digests:
            for value in _values(packed([digest])):
                self._asked.setdefault(value, set()).add(asked)
        self._wanted = frozenset(self._asked)

    def among(self, row: bytes) -> frozenset[Asked]:
        """Which of them are in the row."""
        met = self._wanted.intersection(_values(row[: len(row) - len(row) % KEPT_BYTES]))
        return frozenset(asked for value in met for asked in self._asked[value])


def _values(row: bytes) -> Iterator[int]:
    """Eight bytes each, as a number; the order of the bytes is the machine's, the same for rows and what is sought."""
    return iter(memoryview(row).cast("Q"))
