"""What is taken before a shell shows people: judged and written in one transaction, as for rows (disclosing.py).

Whom a shell shows nobody can tell for certain, nor whose he is: values that stand together are one person, a person counts for
every client of the order, and once in all. Caps come from the policy of this process, purpose and class from the database; the
session process can only keep silent about what it holds in its hands, never widen anything.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from gateway.audit.event import Event
from gateway.authorization.budgets import Budgets
from gateway.disclosure.events import DisclosureEstimated, DisclosureUnread, frozen_events, near_events
from gateway.disclosure.keeping import SHELL_RELATION, Counts, Door, Freeze, Line
from gateway.disclosure.past import japan_day
from gateway.disclosure.shell import Amounts, Judged, Who, judged
from gateway.disclosure.shell_asking import ShellStopped, ShellTaken
from gateway.disclosure.shown import UNKNOWN_CLIENT, Person
from gateway.disclosure.spans import Exceeded, Span
from gateway.guards.verdict import Why
from gateway.ipc.server import Violation
from gateway.registrar import canaries, holding
from gateway.registrar.disclosing import around, door_of, employer_of
from gateway.registrar.group import Done
from gateway.registrar.ports import Facts, Transaction
from gateway.registrar.shell_params import Limit, ShellAnswer, ShellTake, Somebody
from gateway.sessions.session import SessionOpening
from gateway.vocabulary.caps import ShellCaps
from gateway.vocabulary.identifiers import new_identifier
from gateway.work_orders.order import WorkOrder

SPAN_OF: Final[Mapping[Why, Span]] = MappingProxyType(
    {
        Why.PEOPLE: Span.PEOPLE_WINDOW,
        Why.OPAQUE: Span.OPAQUE_WINDOW,
        Why.HASHES: Span.HASHES_WINDOW,
        Why.BARE_NUMBERS: Span.NUMBERS_WINDOW,
        Why.NOVEL: Span.NOVEL_SESSION,
        Why.VOLUME: Span.VOLUME,
        Why.TRANSFER: Span.TRANSFER,
    }
)
"""What a session's own meter may freeze for."""
WHY_OF: Final[Mapping[Span, Why]] = MappingProxyType(
    {
        **{span: why for why, span in SPAN_OF.items()},
        **dict.fromkeys((Span.SESSION, Span.DAY, Span.DAYS_30, Span.DAYS_365), Why.PEOPLE),
        Span.OPAQUE_DAY: Why.OPAQUE,
        Span.HASHES_DAY: Why.HASHES,
        Span.NUMBERS_DAY: Why.BARE_NUMBERS,
        Span.NOVEL_DAY: Why.NOVEL,
        Span.SUPERVISOR: Why.SUPERVISOR,
    }
)
NO_STATEMENT: Final = 0


def caps_of(facts: Facts, opening: SessionOpening, budgets: Budgets) -> ShellCaps:
    """What the session's order may show on its target, as both stand now. Raises Violation."""
    target = facts.target(opening.target)
    risk = None if target is None else target.risk
    return budgets.shell.caps(_order(facts, opening).purpose, None if risk is None else risk.importance)


def taken(
    transaction: Transaction,
    opening: SessionOpening,
    asked: ShellTake,
    budgets: Budgets,
    now: datetime,
    further: Sequence[Event] = (),
) -> Done[ShellAnswer]:
    """Let a piece be shown and count it, or freeze the person. Raises Violation for what no honest process says.

    `further` events belong to it.
    """
    if door_of(opening) is not Door.SHELL:
        raise Violation(f"a shell's people counted in a session of {opening.capability}")
    clients = frozenset(_order(transaction.facts, opening).clients) or frozenset({UNKNOWN_CLIENT})
    _require_honest(asked, clients)
    amounts = Amounts(**{name: getattr(asked.unread, name) for name in Amounts.__slots__})
    frozen = transaction.disclosures.frozen(opening.person, Door.SHELL)
    if frozen is not None:
        holding.frozen_also(transaction, frozen, _own(asked.stops))
        if amounts:
            transaction.shells.use(opening.person, opening.id, amounts, today=japan_day(now), now=now)
        return Done(result=ShellAnswer(stopped=_stopped(frozen.exceeded)), events=further)
    done = _Taking(transaction, opening, asked, budgets, now).done(clients, amounts)
    return Done(result=done.result, events=(*done.events, *further))


@dataclass(frozen=True, slots=True)
class _Taking:
    transaction: Transaction
    opening: SessionOpening
    asked: ShellTake
    budgets: Budgets
    now: datetime

    def done(self, clients: frozenset[str], amounts: Amounts) -> Done[ShellAnswer]:
        """Judge, and write what follows."""
        caps = caps_of(self.transaction.facts, self.opening, self.budgets)
        people = self._people()
        past = self.transaction.shells.past(
            self.opening.person, self.opening.id, self._day, self.now, timedelta(minutes=caps.minutes)
        )
        found = judged(past, people.keys(), amounts, caps, self.budgets.warn_percent)
        exceeded = found.exceeded or _own(self.asked.stops)
        if amounts:
            self.transaction.shells.use(self.opening.person, self.opening.id, amounts, today=self._day, now=self.now)
        events = [*self._seen_canaries(), *self._unread(found)]
        self.transaction.standings.counted(self.opening.id, people=min(found.used, found.cap), cap=found.cap)
        if exceeded:
            return Done(result=ShellAnswer(stopped=_stopped(exceeded)), events=[*events, *self._freeze(exceeded)])
        events += self._estimated(people, clients)
        near = tuple(each for each in found.near if each.crossed)
        events += near_events(near, **around(self.opening))
        taken = ShellTaken(used=found.used, cap=found.cap, warned=bool(near))
        return Done(result=ShellAnswer(taken=taken), events=events)

    @property
    def _day(self) -> date:
        return japan_day(self.now)

    def _people(self) -> dict[Who, set[Person]]:
        """Whom the values stand for: somebody known by any of them, else somebody new."""
        values = [value for somebody in self.asked.people for value in _pairs(somebody)]
        known = dict(self.transaction.shells.known(self.opening.person, values, self._day)) if values else {}
        people: dict[Who, set[Person]] = {}
        for somebody in self.asked.people:
            pairs = _pairs(somebody)
            before = sorted({known[pair] for pair in pairs if pair in known})
            who = before[0] if before else min(digest for _, digest in pairs)
            people.setdefault(who, set()).update(pairs)
            known.update(dict.fromkeys(pairs, who))
        return people

    def _estimated(self, people: Mapping[Who, set[Person]], clients: frozenset[str]) -> Iterator[Event]:
        new = 0
        for who, values in sorted(people.items()):
            new += self.transaction.shells.saw(
                self.opening.person, self.opening.id, who, sorted(values), today=self._day, now=self.now
            )
        if not new:
            return
        employer = employer_of(self.transaction.facts, self.opening.person)
        for client in sorted(clients):
            line = Line(
                client=client,
                day=self._day,
                person=self.opening.person,
                session=self.opening.id,
                table=SHELL_RELATION,
                employer=employer,
            )
            self.transaction.disclosures.add(line, Counts(estimated=new))
        yield DisclosureEstimated(
            clients=tuple(sorted(clients)), people=new, day=self._day.isoformat(), **around(self.opening)
        )

    def _seen_canaries(self) -> list[Event]:
        values = {value for somebody in self.asked.people for value in _pairs(somebody)}
        values |= {(each.client, each.digest) for each in self.asked.alike}
        return canaries.seen(self.transaction, self.opening, values) if values else []

    def _unread(self, found: Judged) -> Iterator[Event]:
        for days, units in found.told.items():
            yield DisclosureUnread(days=days, units=units, **around(self.opening))

    def _freeze(self, exceeded: tuple[Exceeded, ...]) -> Iterator[Event]:
        freeze = Freeze(
            id=new_identifier("BF", self.now),
            person=self.opening.person,
            door=Door.SHELL,
            session=self.opening.id,
            statement=NO_STATEMENT,
            since=self.now,
            exceeded=exceeded,
        )
        self.transaction.disclosures.freeze(freeze)
        yield from frozen_events(exceeded, NO_STATEMENT, Door.SHELL.value, **around(self.opening))


def _pairs(somebody: Somebody) -> list[Person]:
    return [(each.client, each.digest) for each in somebody.values]


def _own(stops: Limit | None) -> tuple[Exceeded, ...]:
    """What the session's own meter freezes for."""
    if stops is None:
        return ()
    return (Exceeded(span=SPAN_OF[stops.why], client=None, used=stops.used, cap=stops.limit),)


def _stopped(exceeded: tuple[Exceeded, ...]) -> ShellStopped:
    """The first stands for all; none: a supervisor froze it."""
    if not exceeded:
        return ShellStopped(why=Why.SUPERVISOR, used=0, limit=0)
    first = exceeded[0]
    return ShellStopped(why=WHY_OF.get(first.span, Why.PEOPLE), used=first.used, limit=first.cap)


def _require_honest(asked: ShellTake, clients: frozenset[str]) -> None:
    for somebody in asked.people:
        if {each.client for each in somebody.values} != clients:
            raise Violation("a person who is not of every client of the order")
    if not {each.client for each in asked.alike} <= clients:
        raise Violation("a value of a client that the order does not name")
    if asked.stops is not None and asked.stops.why not in SPAN_OF:
        raise Violation(f"a session that freezes itself for {asked.stops.why}")


def _order(facts: Facts, opening: SessionOpening) -> WorkOrder:
    order = facts.order(opening.order)
    if order is None:
        raise Violation("a session without an order")
    return order
