"""What a session holds in reserve, and what of it went out since it was last told: its own book, pure.

Invariant: for each day, what the one who counts has lent to this session = what is held + what went out and was not told. So a
session can never tell of more than it was lent, and what it gives back was never shown.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gateway.disclosure.asking import Spare, Went


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """To be told together: what went out on `day`, and what is given back of that day."""

    day: date
    went: tuple[Went, ...]
    back: Mapping[str, int]


@dataclass(eq=False, slots=True)
class _Gone:
    rows: int
    statement: int
    through: int


@dataclass(eq=False, slots=True)
class Holding:
    """One session's book of one day at a time; what is left of a day before is given back."""

    day: date
    _held: Counter[str] = field(default_factory=Counter)
    _gone: dict[tuple[str, str], _Gone] = field(default_factory=dict)
    _over: list[Batch] = field(default_factory=list)

    def missing(self, rows: Mapping[tuple[str, str], int]) -> dict[str, int]:
        """By client, what is not held of `rows` by client and table."""
        if len(rows) == 1:  # as a row that is looked up by its key
            (((client, _), number),) = rows.items()
            short = number - self._held.get(client, 0)
            return {client: short} if short > 0 else {}
        wanted = Counter[str]()
        for (client, _), number in rows.items():
            wanted[client] += number
        return {client: number - self._held[client] for client, number in wanted.items() if number > self._held[client]}

    def spare(self, rows: Mapping[tuple[str, str], int]) -> Spare:
        """What is held beyond these rows."""
        wanted = Counter[str]()
        for (client, _), number in rows.items():
            wanted[client] += number
        return Spare(
            day=self.day,
            rows={client: held - wanted[client] for client, held in self._held.items() if held > wanted[client]},
        )

    def reclaimed(self, spare: Spare) -> None:
        """That was taken back."""
        if spare.day == self.day:
            self._held.subtract(spare.rows)

    def lent(self, rows: Mapping[str, int]) -> None:
        """So much more may be shown, by client."""
        self._held.update(rows)

    def show(self, rows: Mapping[tuple[str, str], int], statement: int) -> None:
        """These go out now. Raises ValueError, having changed nothing, where not all of them are held."""
        if self.missing(rows):
            raise ValueError("rows that nobody lent")
        for (client, table), number in rows.items():
            self._held[client] -= number
            gone = self._gone.setdefault((client, table), _Gone(0, statement, statement))
            gone.rows += number
            gone.through = statement

    def turn(self, day: date) -> None:
        """It is another day: what is held of the old one is given back."""
        if day == self.day:
            return
        self._close(self._held)
        self.day = day

    def give_back(self) -> None:
        """Hold nothing any more."""
        self._close(self._held)

    @property
    def holds(self) -> bool:
        """True while something may be shown without asking."""
        return any(self._held.values())

    def batches(self) -> list[Batch]:
        """All that is to be told, once."""
        if self._gone:
            self._close(Counter())
        told, self._over = self._over, []
        return told

    def _close(self, back: Counter[str]) -> None:
        went = tuple(
            Went(client=client, table=table, rows=gone.rows, statement=gone.statement, through=gone.through)
            for (client, table), gone in sorted(self._gone.items())
            if gone.rows
        )
        given = {client: rows for client, rows in back.items() if rows}
        if went or given:
            self._over.append(Batch(day=self.day, went=went, back=given))
        self._gone = {}
        if back is self._held:
            self._held = Counter()
