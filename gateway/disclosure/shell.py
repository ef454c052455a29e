"""The budget of a shell (R-07): may this piece be shown, by how many people and how much unreadable text it adds?

Invariants: nobody is shown more people in any span, at all doors together, than the cap and the step of two supervisors; what
was counted in a span costs nothing there a second time; amounts count whether or not the piece is shown in the end. A
supervisor's release begins the window anew and moves no other count. All pure.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Final, Self, TypeAlias

from gateway.disclosure.spans import PEOPLE, Exceeded, Near, Span
from gateway.vocabulary.caps import ShellCaps

HASH_UNITS: Final = 10, 3  # ten units for three hash-like characters
LINE_UNITS: Final = 42
_NOBODY: Final[frozenset[bytes]] = frozenset()
_NONE: Final[Mapping[Span, int]] = MappingProxyType({})

Who: TypeAlias = bytes
"""Tells the different people apart that one person was shown in shells; nobody else's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Text nobody reads, in the units of gateway/guards/opaque, each at least 0 (raises ValueError); `volume` in bytes."""

    opaque: int = 0
    hashes: int = 0
    bare_lines: int = 0
    novel: int = 0
    volume: int = 0

    def __post_init__(self) -> None:
        if min(getattr(self, each.name) for each in fields(self)) < 0:
            raise ValueError("nobody can be shown less than nothing")

    def __add__(self, other: Self) -> Self:
        return type(self)(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))

    @property
    def units(self) -> int:
        """All of it in units."""
        ten, three = HASH_UNITS
        return self.opaque + self.novel + LINE_UNITS * self.bare_lines + self.hashes * ten // three


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellPast:
    """What one person's shells showed so far: who by span, amounts by span, for one session on one day.

    `besides` are people of the database door by span. `steps` is what two supervisors added today: people, and whether at all.
    """

    people: Mapping[Span, frozenset[Who]] = field(default_factory=lambda: MappingProxyType({}))
    besides: Mapping[Span, int] = field(default_factory=lambda: _NONE)
    within: Amounts = field(default_factory=Amounts)  # the window
    today: Amounts = field(default_factory=Amounts)
    units_30_days: int = 0
    step: int | None = None

    def used(self, span: Span) -> int:
        """People of that span, at all doors."""
        return len(self.people.get(span, _NOBODY)) + self.besides.get(span, 0)

    def after(self, who: Set[Who], span: Span) -> int:
        """The same with these shown."""
        return self.used(span) + len(set(who) - self.people.get(span, _NOBODY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What becomes of a piece: nothing is shown where anything is `exceeded`. `near`: caps used up to the warning share.

    `used` of `cap` people, of the span that has the least left. `told`: the days (1, 30) whose units passed what is told of.
    """

    exceeded: tuple[Exceeded, ...]
    near: tuple[Near, ...]
    used: int
    cap: int
    told: Mapping[int, int]


def judged(past: ShellPast, who: Set[Who], amounts: Amounts, caps: ShellCaps, warn_percent: int) -> Judged:
    """Whether these people and amounts may be shown now."""
    counts = (*_people(past, who, caps), *_amounts(past, amounts, caps))
    exceeded = tuple(
        Exceeded(span=span, client=None, used=after, cap=cap)
        for span, before, after, cap in counts
        if before < after > cap
    )
    near = tuple(
        Near(span=span, client=None, used=after, cap=cap, crossed=before * 100 < cap * warn_percent)
        for span, before, after, cap in counts
        if before < after and after * 100 >= cap * warn_percent
    )
    _, used, cap = min((cap - after, after, cap) for span, _, after, cap in counts if span in _SPANS_OF_PEOPLE)
    units, month = past.today.units, past.units_30_days
    told = {
        days: before + amounts.units
        for days, before, limit in ((1, units, caps.told_day), (30, month, caps.told_days_30))
        if before < limit <= before + amounts.units
    }
    return Judged(exceeded=exceeded, near=near, used=used, cap=cap, told=MappingProxyType(told))


_SPANS_OF_PEOPLE: Final = frozenset({Span.PEOPLE_WINDOW, *PEOPLE})
_Count: TypeAlias = tuple[Span, int, int, int]


def _people(past: ShellPast, who: Set[Who], caps: ShellCaps) -> Iterator[_Count]:
    """Span, used before and after, cap. The step is added to each, or a page of many people could never be shown."""
    step = past.step or 0
    for span, cap in ((Span.PEOPLE_WINDOW, caps.people), *((span, getattr(caps, span.value)) for span in PEOPLE)):
        yield span, past.used(span), past.after(who, span), cap + step


def _amounts(past: ShellPast, more: Amounts, caps: ShellCaps) -> Iterator[_Count]:
    """What a day allows is allowed once more by the step of two."""
    times = 1 if past.step is None else 2
    for span, name, cap in (
        (Span.OPAQUE_WINDOW, "opaque", caps.opaque),
        (Span.HASHES_WINDOW, "hashes", caps.hashes),
        (Span.NUMBERS_WINDOW, "bare_lines", caps.bare_lines),
    ):
        before = getattr(past.within, name)
        yield span, before, before + getattr(more, name), cap
    for span, name, cap in (
        (Span.OPAQUE_DAY, "opaque", caps.opaque_day),
        (Span.HASHES_DAY, "hashes", caps.hashes_day),
        (Span.NUMBERS_DAY, "bare_lines", caps.bare_lines_day),
        (Span.NOVEL_DAY, "novel", caps.novel_day),
    ):
        before = getattr(past.today, name)
        yield span, before, before + getattr(more, name), cap * times
