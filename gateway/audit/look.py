"""A row looked at once, and a few rows ahead: what tells a deleted row from a swapped one is what stands after it."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from gateway.audit.entry import Body, Entry, EntryMalformed, read_body
from gateway.audit.merkle import leaf_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A row with what its bytes say. `body` is None if they are no body; `claims` is the sequence number in them."""

    entry: Entry
    body: Body | None
    leaf: bytes

    @property
    def claims(self) -> int | None:
        """The sequence number the body gives itself, None if it is unreadable."""
        return None if self.body is None else self.body.seq

    @property
    def prev(self) -> bytes | None:
        """The hash the body gives the entry before it."""
        return None if self.body is None else bytes.fromhex(self.body.prev)

    @property
    def agrees(self) -> bool:
        """True if the stored hash is that of the body: the row agrees with itself, which anybody can arrange."""
        return self.leaf == self.entry.hash


def look(entry: Entry) -> Look:
    """Look at a row, whatever its bytes are."""
    try:
        body = read_body(entry.body)
    except EntryMalformed:
        body = None
    return Look(entry=entry, body=body, leaf=leaf_hash(entry.body))


class Ahead:
    """An iterator of rows that can show the next ones without taking them; holds only those shown."""

    __slots__ = ("_rows", "_shown", "taken")

    def __init__(self, rows: Iterator[Entry]) -> None:
        self._rows = rows
        self._shown: deque[Look] = deque()
        self.taken = 0

    def __iter__(self) -> Iterator[Entry]:
        return self

    def __next__(self) -> Entry:
        entry = self._shown.popleft().entry if self._shown else next(self._rows)
        self.taken += 1
        return entry

    def peek(self, distance: int = 0) -> Look | None:
        """The row `distance` after the next one, None beyond the end."""
        while len(self._shown) <= distance:
            entry = next(self._rows, None)
            if entry is None:
                return None
            self._shown.append(look(entry))
        return self._shown[distance]

    def claims(self, distance: int = 0) -> int | None:
        """The sequence number the body of that row gives itself, None if there is none."""
        ahead = self.peek(distance)
        return None if ahead is None else ahead.claims
