"""T-01 and T-02 with a clock that jumps: `python -m tests.benchmarks.tenyears`. Days to the alarm, and people disclosed.

One dispatched worker, July 2013 to February 2023, who wants 80,000 people a month, or looks at fifty a day as work allows, by
the database door and by a free shell. Twice: nobody answers the alarm, so that the freeze stays and the person is suspended;
and a supervisor who asks nothing releases at once or every morning, which is the worst that the caps alone must hold.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from gateway.authorization.loader import load
from gateway.disclosure.budget import Budget, Over
from gateway.disclosure.past import Past, japan_day
from gateway.disclosure.shown import Shown
from gateway.vocabulary.clock import JST
from tests.corpus.disguises import Disguised, disguises, found_words
from tests.gateway.authorization.a_request import SHIPPED
from tests.gateway.guards.opaque.sitting import sit

FIRST, LAST = date(2013, 7, 1), date(2023, 2, 28)
MONTHS = 116
WANTED = 80_000 * MONTHS
SESSIONS_A_DAY = 3
CLIENTS = 69


class JumpingClock:
    """Stands still until it is told to go on."""

    def __init__(self, day: date) -> None:
        self._now = datetime(day.year, day.month, day.day, 9, tzinfo=JST)
        self._started = self._now

    def now(self) -> datetime:
        """In UTC."""
        return self._now.astimezone(UTC)

    def monotonic(self) -> float:
        """Seconds since it was made."""
        return (self._now - self._started).total_seconds()

    def go_on(self, seconds: float) -> None:
        """That much later."""
        self._now += timedelta(seconds=seconds)

    def next_morning(self) -> None:
        """Nine o'clock in Japan."""
        self._now = (self._now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """`alarm` and `frozen`: days and seconds of that day; people in clear by then, on the first day and at the end of it all."""

    way: str
    alarm: tuple[int, float] | None
    before_alarm: int
    frozen: tuple[int, float] | None
    first_day: int
    if_nobody_releases: int
    if_always_released: int
    by_day: Counter[int]


DAYS = (LAST - FIRST).days + 1


def by_database(way: str, wanted_a_day: int, page: int, seconds: float, days: int = DAYS) -> Outcome:
    """Records revealed in pages, each so many seconds after the last, in sessions of every day."""
    caps = load(SHIPPED).budgets.caps("failure", None)
    clock, past, fresh = JumpingClock(FIRST), Past(), _strangers()
    by_day: Counter[int] = Counter()
    stopped: tuple[int, float, int] | None = None
    for day in range(days):
        past, morning = replace(past.since(japan_day(clock.now())), frozen={}), clock.monotonic()
        for number in range(SESSIONS_A_DAY):
            budget = Budget.of(caps, 80, past, f"{day}/{number}", clock.now())
            for _ in range(0, wanted_a_day // SESSIONS_A_DAY, page):
                clock.go_on(seconds)
                answer = budget.after(Shown(people=frozenset(next(fresh) for _ in range(page)), rows={}), clock.now())
                budget = answer.budget
                if isinstance(answer, Over):
                    stopped = stopped or (day + 1, clock.monotonic() - morning, by_day.total())
                    break
                by_day[day] += page
            past = budget.past
        clock.next_morning()
    alarm = None if stopped is None else stopped[:2]
    shown = by_day.total() if stopped is None else stopped[2]
    return Outcome(
        way=way,
        alarm=alarm,
        before_alarm=shown,
        frozen=alarm,
        first_day=by_day[0],
        if_nobody_releases=shown,
        if_always_released=by_day.total(),
        by_day=by_day,
    )


def by_shell(one: Disguised, characters_a_second: float) -> Outcome:
    """Rows in a disguise, printed on a terminal in pieces; a day's sessions are one, as the day's budgets count them together."""
    lines = [(len(line) / characters_a_second, line) for line in one.text.splitlines(keepends=True)]
    sat = sit(lines)
    people = [round(one.people * (at or 0) / len(one.text)) for at in (sat.before_alarm, sat.characters)]
    return Outcome(
        way=f"shell: {one.name}",
        alarm=None if sat.alarmed is None else (1, sat.alarmed),
        before_alarm=people[0],
        frozen=None if sat.frozen is None else (1, sat.seconds),
        first_day=people[1],
        if_nobody_releases=people[1],
        if_always_released=people[1] * DAYS,
        by_day=Counter(dict.fromkeys(range(DAYS), people[1])),
    )


def _strangers() -> Iterator[tuple[str, bytes]]:
    number = 0
    while True:
        number += 1
        yield f"C{number % CLIENTS:02}", number.to_bytes(16, "big")


def outcomes(seed: str) -> Iterator[Outcome]:
    """Each way of T-01 and T-02."""
    yield by_database("T-01 database: pages of a hundred", 2_700, 100, 2.0)
    yield by_database("T-01 database: one by one", 2_700, 1, 2.0)
    yield by_database("T-02 database: fifty a day, one by one", 51, 1, 60.0)
    yield from by_shells(seed)


def by_shells(seed: str) -> Iterator[Outcome]:
    """Disguises that a free shell prints: a few of every kind and one drawn."""
    drawn = list(disguises(seed, found_words()))
    named = {one.name.split(",")[0]: one for one in drawn}
    for name in ("base64", "hex", "two passes of half columns", "as commits", "English digits"):
        yield _named(by_shell(named[name], 1e6), "T-01 {}, at once")
    yield _named(by_shell(random.Random(seed).choice(drawn), 1e6), "T-01 {}, at once (drawn)")
    yield _named(by_shell(named["base64"], 2.0), "T-02 {}, two characters a second")
    yield _named(by_shell(named["English digits"], 2.0), "T-02 {}, two characters a second")


def _named(outcome: Outcome, spelled: str) -> Outcome:
    return replace(outcome, way=spelled.format(outcome.way))


def most(by_day: Counter[int], days: int) -> int:
    """In any so many days together."""
    window = best = 0
    for day in range(DAYS):
        window += by_day[day] - by_day[day - days]
        best = max(best, window)
    return best


def main(seed: str = "ten years") -> None:
    """The table."""
    print(
        f"One worker, {FIRST} to {LAST}; without a gateway {WANTED:,} people. A day and a time of that day; people in clear"
    )
    heads = ("alarm", "before it", "frozen", "day 1", "30 days", "365 days", "116 months", "if nobody releases")
    print(" ".join(f"{head:>{max(10, len(head))}}" for head in heads), " way (day 1 to 116 months: always released)")
    for one in outcomes(seed):
        cells = (
            _spelled(one.alarm),
            f"{one.before_alarm:,}",
            _spelled(one.frozen),
            f"{one.first_day:,}",
            f"{most(one.by_day, 30):,}",
            f"{most(one.by_day, 365):,}",
            f"{one.if_always_released:,}",
            f"{one.if_nobody_releases:,}",
        )
        print(" ".join(f"{cell:>{max(10, len(head))}}" for cell, head in zip(cells, heads, strict=True)), "", one.way)


def _spelled(at: tuple[int, float] | None) -> str:
    return "never" if at is None else f"d{at[0]} {at[1]:.0f} s"


if __name__ == "__main__":
    main()
