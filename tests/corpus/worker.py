"""One worker and his years: sessions at both doors, judged by the registrar's desks over a real database; a clock that jumps.

Everything that is shown was taken before (`shell_disclosing.taken`, `disclosing.taken`); a session that is stopped ends, the next
begins. Supervisors answer a freeze as `Answer` says. Counted are people by day, and when somebody was first told of it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from itertools import count
from typing import Final

from gateway.disclosure.keeping import Door
from gateway.disclosure.past import japan_day
from gateway.registrar import disclosing, shell_disclosing
from gateway.registrar.disclosure_params import Revealed, Take
from gateway.registrar.shell_params import ShellTake, Somebody, Unread, Value
from gateway.sessions.session import SessionOpening, State
from gateway.vocabulary.clock import JST
from tests.gateway.registrar.scene import Scene

ALARMS: Final = frozenset({"disclosure.frozen", "disclosure.unread"})
PERSON: Final = "P-sato"
TABLE: Final = "public.customers"
FIRST: Final = datetime(2013, 7, 1, 9, tzinfo=JST)
_CAPABILITY: Final = {Door.SHELL: "shell", Door.DATABASE: "query"}


class Answer(Enum):
    """What becomes of a freeze."""

    NONE = "nobody answers"
    MORNING = "released each morning"
    AT_ONCE = "released before the next session"


@dataclass(kw_only=True)
class Years:
    """`alarm`: day (1 is the first) and seconds of it. `units` are those of what nobody reads, by day."""

    people: Counter[int] = field(default_factory=Counter)
    units: Counter[int] = field(default_factory=Counter)
    alarm: tuple[int, float] | None = None
    before_alarm: int = 0
    first_seconds: float = 0.0

    def most(self, days: int) -> int:
        """People of any so many days together."""
        return _most(self.people, days)

    def most_units(self, days: int) -> int:
        """Units of any so many days together."""
        return _most(self.units, days)


class Worker:
    """`day` and the time of day are set by `begins`; strangers never come twice."""

    def __init__(self, scene: Scene, answer: Answer) -> None:
        self.years = Years()
        self._scene, self._answer = scene, answer
        self._strangers = count(1)
        self._day, self._now = 0, FIRST
        self._opening: SessionOpening | None = None
        self._door = Door.SHELL
        self._stopped: set[Door] = set()

    def begins(self, day: int) -> None:
        """Nine o'clock of that day, the first of which is 0; who was frozen is let go on, or is not."""
        self._day, self._now = day, FIRST + timedelta(days=day)
        if self._answer is Answer.MORNING:
            self._is_released()

    def sits_down(self, door: Door, terminal: str = "T-1") -> None:
        """A session of this door."""
        if self._answer is Answer.AT_ONCE:
            self._is_released()
        self._opening = self._scene.opening(terminal=terminal, capability=_CAPABILITY[door])
        self._scene.leave_open(self._opening, node="node-9")
        self._door = door

    def gets_up(self) -> None:
        """The session ends."""
        assert self._opening is not None
        with self._scene.store.transaction() as transaction:
            transaction.sessions.put_end(self._opening.id, at=self._utc, reason="left", state=State.ENDED)
            transaction.leases.drop(PERSON)
        self._opening = None

    def waits(self, seconds: float) -> None:
        """Later, on the same day."""
        self._now += timedelta(seconds=seconds)

    def sees(self, people: int, units: int = 0) -> bool:
        """So many new people in one answer or piece; and so many units of what nobody reads. False if it was not shown."""
        assert self._opening is not None
        who = [next(self._strangers).to_bytes(16, "big") for _ in range(people)]
        with self._scene.store.transaction() as transaction:
            if self._door is Door.SHELL:
                somebody = tuple(Somebody(values=(Value(client="C-01", digest=one),)) for one in who)
                shell = ShellTake(session=self._opening.id, people=somebody, unread=Unread(opaque=units))
                done = shell_disclosing.taken(transaction, self._opening, shell, self._scene.policy_budgets, self._utc)
                stopped, events = done.result.stopped is not None, done.events
            else:
                revealed = tuple(Revealed(client="C-01", table=TABLE, digest=one) for one in who)
                take = Take(session=self._opening.id, statement=1, rows=(), further=(), people=revealed)
                answer = disclosing.taken(transaction, self._opening, take, self._scene.policy_budgets, self._utc)
                stopped, events = hasattr(answer.result, "exceeded"), answer.events
        self.years.units[self._day] += units  # counts, shown or not
        self._heard({event.kind for event in events})
        if stopped:
            self._stopped.add(self._door)
            return False
        self.years.people[self._day] += people
        return True

    def _is_released(self) -> None:
        for door in self._stopped:
            with self._scene.store.transaction() as transaction:
                transaction.disclosures.release(PERSON, door, by="P-yamada", at=self._utc, reason="asked nothing")
        self._stopped.clear()

    def _heard(self, kinds: set[str]) -> None:
        if self.years.alarm is None and kinds & ALARMS:
            seconds = (self._now - FIRST - timedelta(days=self._day)).total_seconds()
            self.years.alarm = self._day + 1, seconds
            self.years.before_alarm = self.years.people.total()

    @property
    def _utc(self) -> datetime:
        assert japan_day(self._now.astimezone(UTC)) == self._now.date()
        return self._now.astimezone(UTC)


def _most(by_day: Counter[int], days: int) -> int:
    return max((sum(by_day[day] for day in range(last - days + 1, last + 1)) for last in by_day), default=0)


def greedy(worker: Worker, days: Iterable[int], doors: tuple[Door, ...], *, page: int, seconds: float) -> Years:
    """T-01: three sessions a day at each door, a page every so many seconds until it is stopped."""
    for day in days:
        worker.begins(day)
        for door in doors * 3:
            worker.sits_down(door)
            for _ in range(100 // page):
                worker.waits(seconds)
                if not worker.sees(page):
                    break
            worker.gets_up()
            worker.waits(600)
    return worker.years


def patient(worker: Worker, days: Iterable[int], doors: tuple[Door, ...], *, a_day: int) -> Years:
    """T-02: so many a day, ten a session, never two sessions within a window; at one terminal and another."""
    for day in days:
        worker.begins(day)
        for number in range(a_day // 10):
            worker.sits_down(doors[number % len(doors)], terminal=("T-1", "T-2")[number % 2])
            worker.waits(60)
            worker.sees(10)
            worker.gets_up()
            worker.waits(1200)
    return worker.years


def dripping(worker: Worker, days: Iterable[int], *, units: int, minutes: float) -> Years:
    """What nobody reads, under every window, in sessions all day."""
    for day in days:
        worker.begins(day)
        for number in range(int(8 * 60 // minutes)):
            if number % 8 == 0:
                worker.sits_down(Door.SHELL)
            worker.waits(60 * minutes)
            was_shown = worker.sees(0, units)
            if number % 8 == 7 or not was_shown:
                worker.gets_up()
            if not was_shown:
                break
    return worker.years
