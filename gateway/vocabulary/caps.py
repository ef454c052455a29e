"""How many people's data, and how many masked rows, one person may see: the numbers of a disclosure budget (閲覧上限, R-06)."""

from dataclasses import dataclass, fields, replace
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """Different people revealed in one session, on one day (Japan time), in 30 and in 365 days; masked rows shown on one day.

    A day counts itself and the 29 or 364 before it. Zero means none at all; there is no word for "without limit".
    """

    session: int
    day: int
    days_30: int
    days_365: int
    rows_day: int

    def narrowed(self, other: Self) -> Self:
        """The smaller number of the two, each by itself."""
        return type(self)(
            **{each.name: min(getattr(self, each.name), getattr(other, each.name)) for each in fields(self)}
        )

    @property
    def is_ordered(self) -> bool:
        """True if no longer span allows less than a shorter one, which would be a number that says nothing."""
        return 0 <= self.session <= self.day <= self.days_30 <= self.days_365


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetCaps:
    """`per_client` holds for the data of each client company by itself, `in_all` for all clients together."""

    per_client: Caps
    in_all: Caps

    def narrowed(self, other: Self) -> Self:
        """The smaller number of the two, each by itself."""
        return type(self)(
            per_client=self.per_client.narrowed(other.per_client), in_all=self.in_all.narrowed(other.in_all)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseLimits:
    """What two supervisors may add to one session: `people` (at most a session's worth) and `rows` shown masked."""

    people: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellCaps:
    """What a shell and listed commands may show of people, all masked (R-07): the most of each, whosever data it is.

    `people` different ones within `minutes`, `session` to `days_365` of them as `Caps` counts. Units are those of
    gateway/guards/opaque: `opaque` and `novel` in units, `hashes` in characters, `bare_lines` in lines of numbers, within
    `minutes`; the same with `_day` on one day in Japan. `novel` and `hashes_per_pause`: a pause each time. `novel_session` in
    units and `volume` in bytes: of one session. `burst` characters pass at once, `per_second` after them. From `told_day` units
    on one day and `told_days_30` in 30 days on, supervisors are told. `table_lines` lines of tables in an hour tell them too.
    """

    minutes: int
    people: int
    session: int
    day: int
    days_30: int
    days_365: int
    opaque: int
    hashes: int
    bare_lines: int
    opaque_day: int
    hashes_day: int
    bare_lines_day: int
    novel_day: int
    novel: int
    hashes_per_pause: int
    novel_session: int
    volume: int
    burst: int
    per_second: int
    told_day: int
    told_days_30: int
    table_lines: int

    def narrowed(self, **numbers: int) -> Self:
        """With the smaller of each number named here."""
        return replace(self, **{name: min(getattr(self, name), number) for name, number in numbers.items()})

    @property
    def is_ordered(self) -> bool:
        """True if no longer span allows less people than a shorter one."""
        return 0 <= self.people <= self.session <= self.day <= self.days_30 <= self.days_365
