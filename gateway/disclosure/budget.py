"""The disclosure budget (R-06): may this answer be shown? Asked before it is shown, and decided by counts alone.

Invariants: an answer is shown whole or not at all; nobody has more people revealed in any span, of any client or of all
together, than the cap plus the one step two supervisors gave this session for this day; a session that asked for more is
frozen and stays so until a supervisor acts. People already counted in a span cost nothing there a second time; rows always do.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Self, TypeAlias

from gateway.disclosure.past import Past, japan_day
from gateway.disclosure.shown import Shown
from gateway.disclosure.spans import CAPPED, PEOPLE, Exceeded, Near, Span, cap_of
from gateway.disclosure.tally import Tally
from gateway.vocabulary.caps import BudgetCaps

ROWS_AHEAD: Final = 64
ROWS_AHEAD_IN_ALL: Final = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """How many more people may be revealed, and rows shown masked, of the clients in question; never less than 0."""

    people: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """It may be shown. `budget` is what holds afterwards."""

    left: Left
    budget: "Budget"


@dataclass(frozen=True, slots=True, kw_only=True)
class Warn:
    """It may be shown, and the person is told that little is left. `near` are the caps used up to the warning share."""

    left: Left
    near: tuple[Near, ...]
    budget: "Budget"


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """Nothing of it is shown, and the session is frozen. `exceeded` are all the caps in the way (those of the first time)."""

    exceeded: tuple[Exceeded, ...]
    budget: "Budget"


Answer: TypeAlias = Within | Warn | Over


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """One person's budget in one session on one day. Make it with `of`; after midnight in Japan, make a new one."""

    caps: BudgetCaps
    warn_percent: int
    past: Past
    session: str
    day: date
    tally: Tally

    @classmethod
    def of(cls, caps: BudgetCaps, warn_percent: int, past: Past, session: str, now: datetime) -> Self:
        """The budget as it stands `now`, whatever sessions, doors and nodes the past was made on."""
        day = japan_day(now)
        tally = Tally.of(past, session, day)
        return cls(caps=caps, warn_percent=warn_percent, past=past, session=session, day=day, tally=tally)

    def after(self, shown: Shown, now: datetime) -> Answer:
        """What becomes of an answer that would show this. The day may have changed since the budget was made."""
        if japan_day(now) != self.day:
            return type(self).of(self.caps, self.warn_percent, self.past, self.session, now).after(shown, now)
        if self.session in self.past.frozen:
            return Over(exceeded=self.past.frozen[self.session], budget=self)
        tally = self.tally.plus(shown)
        exceeded = tuple(self._exceeded(tally, shown))
        if exceeded:
            return Over(exceeded=exceeded, budget=replace(self, past=self.past.freezing(self.session, exceeded)))
        after = replace(self, tally=tally, past=self.past.plus(shown, self.session, self.day))
        near = tuple(self._near(tally, shown))
        left = after.left(shown)
        return Warn(left=left, near=near, budget=after) if near else Within(left=left, budget=after)

    def left(self, shown: Shown) -> Left:
        """What is left for the clients of `shown`; of nobody's in particular where it shows nothing."""
        clients = (*shown.clients, None)
        people = min(self._cap(span, client) - self.tally.used(span, client) for client in clients for span in PEOPLE)
        rows = min(self._cap(Span.ROWS_DAY, each) - self.tally.used(Span.ROWS_DAY, each) for each in clients)
        return Left(people=max(0, people), rows=max(0, rows))

    def spare(self, client: str) -> int:
        """How many masked rows of `client` may be kept ready beyond what is asked for; at least 0.

        At most ROWS_AHEAD and an eighth of what is left, so that sessions at work side by side do not hold the last rows from
        one another; and short of the warning share, so that the row that crosses it is one that is really shown.
        """
        return max(0, min(ROWS_AHEAD, *(self._spare(each) for each in (client, None))))

    def spare_in_all(self) -> int:
        """How many masked rows of all clients together may be kept ready: at most ROWS_AHEAD_IN_ALL, else bounded as `spare`."""
        return max(0, min(ROWS_AHEAD_IN_ALL, self._spare(None)))

    def kept(self, client: str, rows: int) -> Self:
        """With that many rows of `client` kept ready, which count like shown ones."""
        ahead = Shown(people=frozenset(), rows={client: rows})
        return replace(self, tally=self.tally.plus(ahead), past=self.past.plus(ahead, self.session, self.day))

    def _spare(self, client: str | None) -> int:
        cap, used = self._cap(Span.ROWS_DAY, client), self.tally.used(Span.ROWS_DAY, client)
        eighth = (cap - used) // 8
        warned_at = -(-cap * self.warn_percent // 100)
        return min(eighth, warned_at - 1 - used) if used < warned_at else eighth

    def _exceeded(self, after: Tally, shown: Shown) -> Iterator[Exceeded]:
        for span, client, used in self._grown(after, shown):
            cap = self._cap(span, client)
            if used > cap:
                yield Exceeded(span=span, client=client, used=used, cap=cap)

    def _near(self, after: Tally, shown: Shown) -> Iterator[Near]:
        for span, client, used in self._grown(after, shown):
            cap = self._cap(span, client)
            share = cap * self.warn_percent
            if used * 100 >= share:
                crossed = self.tally.used(span, client) * 100 < share
                yield Near(span=span, client=client, used=used, cap=cap, crossed=crossed)

    def _grown(self, after: Tally, shown: Shown) -> Iterator[tuple[Span, str | None, int]]:
        """Every count that this answer would make larger. A count that stays is no matter, even above its cap."""
        for client in (*sorted(shown.clients), None):
            for span in CAPPED:
                used = after.used(span, client)
                if used > self.tally.used(span, client):
                    yield span, client, used

    def _cap(self, span: Span, client: str | None) -> int:
        caps = self.caps.in_all if client is None else self.caps.per_client
        steps = [each for each in self.past.steps if each.session == self.session and each.day == self.day]
        return cap_of(caps, span) + sum(each.rows if span is Span.ROWS_DAY else each.people for each in steps)
