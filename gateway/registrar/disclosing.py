"""What is taken before rows go out (settling.py is what follows): judged and written in one transaction.

Writers of all nodes stand in one line, so one person's budget is one over sessions, doors and nodes. The caps come from the
policy this process has loaded, the purpose from the order and the class from the target as the database has them: what a
session process claims can narrow nothing and widen nothing. It can only lie about how much it shows, as it holds the rows.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from gateway.audit.event import Event
from gateway.authorization.budgets import Budgets
from gateway.disclosure.asking import Foreign, Stopped, TakeAnswer, Taken, Wait
from gateway.disclosure.budget import Answer, Budget, Over, Warn, Within
from gateway.disclosure.events import DisclosureForeign, DisclosureShown, frozen_events, near_events
from gateway.disclosure.keeping import Counts, Door, Freeze, Line, Reserve
from gateway.disclosure.past import Past, Step, japan_day
from gateway.disclosure.shown import UNKNOWN_CLIENT, Shown
from gateway.ipc.server import Violation
from gateway.registrar import canaries
from gateway.registrar.disclosure_params import (
    Further,
    Take,
)
from gateway.registrar.group import Done
from gateway.registrar.ports import Facts, Transaction
from gateway.sessions.session import SessionOpening
from gateway.vocabulary.caps import BudgetCaps
from gateway.vocabulary.identifiers import new_identifier
from gateway.work_orders.order import WorkOrder

DOORS: Final[Mapping[str, Door]] = MappingProxyType(
    {"query": Door.DATABASE, "shell": Door.SHELL, "commands": Door.SHELL, "exec": Door.SHELL}
)
"""The door of a session by its capability. A session of another one shows nothing that is counted."""
AHEAD_LEAST: Final = 8  # fewer rows ahead are not worth a commit: what is held of other clients comes back first


def door_of(opening: SessionOpening) -> Door:
    """Where the session shows people's data. Raises Violation for one that shows nothing that is counted."""
    door = DOORS.get(opening.capability)
    if door is None:
        raise Violation(f"people counted in a session of {opening.capability}")
    return door


def require_rows(opening: SessionOpening) -> Door:
    """The door, where it shows rows. Raises Violation."""
    door = door_of(opening)
    if door is not Door.DATABASE:
        raise Violation(f"rows counted in a session of {opening.capability}")
    return door


def caps_of(facts: Facts, opening: SessionOpening, budgets: Budgets) -> BudgetCaps:
    """What the session's order may show of its target, as both stand now."""
    target = facts.target(opening.target)
    risk = None if target is None else target.risk
    return budgets.caps(_order(facts, opening).purpose, None if risk is None else risk.importance)


def taken(
    transaction: Transaction, opening: SessionOpening, asked: Take, budgets: Budgets, now: datetime
) -> Done[TakeAnswer]:
    """Let an answer be shown, and hold some rows ahead; or stop it: with a freeze, or for a client not in the order."""
    door, day = require_rows(opening), japan_day(now)
    _require_covered(asked)
    shows = {each.client for each in asked.rows} | {each.client for each in asked.people}
    foreign = shows - set(_order(transaction.facts, opening).clients) - {UNKNOWN_CLIENT}
    if foreign:
        return _withheld(transaction, opening, asked, foreign, day)
    past = transaction.disclosures.past(opening.person, door, opening.id, day)
    if opening.id in past.frozen:
        return Done(result=Stopped(exceeded=past.frozen[opening.id], fresh=False), events=())
    judge = _Judge(caps_of(transaction.facts, opening, budgets), budgets.warn_percent, opening.id, now)
    shown = _shown(asked)
    answer, reclaimed = judge.after(past, shown), False
    if isinstance(answer, Over) and asked.spare:
        reclaimed = _reclaim(transaction, opening, asked)
        past = transaction.disclosures.past(opening.person, door, opening.id, day)
        answer = judge.after(past, shown)
    if not isinstance(answer, Over):
        return _let(transaction, opening, asked, answer, day, reclaimed=reclaimed)
    elsewhere = transaction.disclosures.reserved_elsewhere(opening.person, opening.id, day) if asked.waits else {}
    if elsewhere and not isinstance(judge.after(_without(past, elsewhere), shown), Over):
        return Done(result=Wait(reclaimed=reclaimed), events=())
    return _frozen(transaction, opening, asked.statement, answer, now, reclaimed=reclaimed)


class _Judge:
    """One person's budget in one session, asked of one past or another."""

    def __init__(self, caps: BudgetCaps, warn_percent: int, session: str, now: datetime) -> None:
        self._caps, self._warn_percent, self._session, self._now = caps, warn_percent, session, now

    def after(self, past: Past, shown: Shown) -> Answer:
        """What becomes of it."""
        past = replace(past, steps=tuple(_within(each, self._caps) for each in past.steps))
        return Budget.of(self._caps, self._warn_percent, past, self._session, self._now).after(shown, self._now)


def _shown(asked: Take) -> Shown:
    people = frozenset((each.client, each.digest) for each in asked.people)
    return Shown(people=people, rows=MappingProxyType(_rows_of(asked.further)))


def _reclaim(transaction: Transaction, opening: SessionOpening, asked: Take) -> bool:
    """Take back what the session holds to spare: its own reserve of one client's rows stops nobody's of another's."""
    if asked.spare_day is None:
        raise Violation("something to spare of no day")
    for held in asked.spare:
        if not transaction.disclosures.use(
            opening.id, Reserve(day=asked.spare_day, client=held.client, rows=held.rows)
        ):
            raise Violation("more to spare than was taken")
    return True


def _without(past: Past, elsewhere: Mapping[tuple[date, str], int]) -> Past:
    rows = {place: number - elsewhere.get(place, 0) for place, number in past.rows.items()}
    return replace(past, rows=MappingProxyType(rows))


def _within(step: Step, caps: BudgetCaps) -> Step:
    """A step gives no order more than its own caps: one whose purpose shows nobody shows nobody by a step either."""
    people = min(step.people, caps.per_client.session, caps.in_all.session)
    return replace(step, people=people, rows=min(step.rows, caps.per_client.rows_day, caps.in_all.rows_day))


def _let(
    transaction: Transaction, opening: SessionOpening, asked: Take, answer: Within | Warn, day: date, *, reclaimed: bool
) -> Done[TakeAnswer]:
    shown = _shown(asked)
    left, held = answer.budget.left(shown), {} if reclaimed else _rows_of(asked.spare)
    ahead = _spread(answer.budget, shown, held, _order(transaction.facts, opening).clients)
    ahead = ahead or _ahead(answer.budget, shown, sum(held.values()))
    if shown.rows and held and max(ahead[client] for client in shown.rows) < AHEAD_LEAST:
        reclaimed, ahead = _reclaim(transaction, opening, asked), _ahead(answer.budget, shown, 0)
    for client in sorted(shown.rows.keys() | ahead.keys()):
        rows = shown.rows.get(client, 0) + ahead.get(client, 0)
        if rows:
            transaction.disclosures.reserve(opening.person, opening.id, Reserve(day=day, client=client, rows=rows))
    near = tuple(each for each in answer.near if each.crossed) if isinstance(answer, Warn) else ()
    events: list[Event] = [*_revealed(transaction, opening, asked, day), *near_events(near, **around(opening))]
    taken_now = Taken(day=day, ahead=ahead, warned=bool(near), left=left, reclaimed=reclaimed)
    return Done(result=taken_now, events=events)


def _ahead(budget: Budget, shown: Shown, held: int) -> dict[str, int]:
    """Rows to hold ready of what is asked for: all of one session together no more than one client's alone would be."""
    return {client: max(0, budget.spare(client) - held) // len(shown.rows) for client in shown.rows}


def _spread(budget: Budget, shown: Shown, held: Mapping[str, int], ordered: Sequence[str]) -> dict[str, int]:
    """Where a session goes from client to client: as many of every client of its order, in one commit.

    All it then holds is at most `spare_in_all`. Nothing where it has shown one client's alone, or where that is too little.
    """
    if not shown.rows or held.keys() <= shown.rows.keys():
        return {}
    clients = [*shown.rows, *(each for each in ordered if each not in shown.rows)]
    room = budget.spare_in_all()
    share = room // len(clients)
    room -= sum(held.values())
    ahead: dict[str, int] = {}
    for client in clients if share >= AHEAD_LEAST else ():
        lacking = min(share - held.get(client, 0), room)
        ahead[client] = min(budget.spare(client), lacking) if lacking > 0 else 0
        room -= ahead[client]
    return ahead


def _revealed(transaction: Transaction, opening: SessionOpening, asked: Take, day: date) -> Iterator[Event]:
    """People in clear are counted and journalled before they are shown."""
    if not asked.people:
        return
    people = {(each.client, each.digest) for each in asked.people}
    transaction.disclosures.add_people(opening.person, opening.id, day, people)
    yield from canaries.seen(transaction, opening, people)
    employer = employer_of(transaction.facts, opening.person)
    records = Counter((each.client, each.table) for each in set(asked.people))
    for (client, table), number in sorted(records.items()):
        line = Line(client=client, day=day, person=opening.person, session=opening.id, table=table, employer=employer)
        transaction.disclosures.add(line, Counts(revealed=number))
        yield DisclosureShown(
            client=client,
            table=table,
            statement=asked.statement,
            through=asked.statement,
            people=number,
            rows=0,
            at_most=False,
            day=day.isoformat(),
            **around(opening),
        )


def _frozen(
    transaction: Transaction, opening: SessionOpening, statement: int, answer: Over, now: datetime, *, reclaimed: bool
) -> Done[TakeAnswer]:
    door = door_of(opening)
    freeze = Freeze(
        id=new_identifier("BF", now),
        person=opening.person,
        door=door,
        session=opening.id,
        statement=statement,
        since=now,
        exceeded=answer.exceeded,
    )
    transaction.disclosures.freeze(freeze)
    events = tuple(frozen_events(answer.exceeded, statement, door.value, **around(opening)))
    stopped = Stopped(exceeded=answer.exceeded, fresh=True, reclaimed=reclaimed)
    return Done(result=stopped, events=events)


def _withheld(
    transaction: Transaction, opening: SessionOpening, asked: Take, foreign: set[str], day: date
) -> Done[TakeAnswer]:
    """R-25: counted in that client's own lines too, so that its report shows the attempt."""
    wanted = Counter[tuple[str, str]]()
    for each in asked.rows:
        wanted[each.client, each.table] += each.rows
    for one in asked.people:
        wanted[one.client, one.table] += 1
    employer = employer_of(transaction.facts, opening.person)
    events: list[Event] = []
    for (client, table), rows in sorted(wanted.items()):
        if client not in foreign:
            continue
        line = Line(client=client, day=day, person=opening.person, session=opening.id, table=table, employer=employer)
        transaction.disclosures.add(line, Counts(withheld=rows))
        events.append(
            DisclosureForeign(client=client, table=table, statement=asked.statement, rows=rows, **around(opening))
        )
    return Done(result=Foreign(clients=tuple(sorted(foreign))), events=events)


def _require_covered(asked: Take) -> None:
    """No honest process asks for more of a client than it is about to show. Raises Violation."""
    shows = Counter[str]()
    for each in asked.rows:
        shows[each.client] += each.rows
    further = _rows_of(asked.further)
    if len(further) != len(asked.further) or any(rows > shows[client] for client, rows in further.items()):
        raise Violation("rows taken that no answer shows")
    if not asked.rows and not asked.people:
        raise Violation("an answer that shows nothing")


def _rows_of(further: Sequence[Further]) -> dict[str, int]:
    return {each.client: each.rows for each in further}


def _order(facts: Facts, opening: SessionOpening) -> WorkOrder:
    order = facts.order(opening.order)
    if order is None:
        raise Violation("a session without an order")
    return order


def employer_of(facts: Facts, person: str) -> str:
    """Whom the person works for now; "" where nobody knows the person any more."""
    account = facts.account(person)
    return "" if account is None else account.employer


def around(opening: SessionOpening) -> dict[str, str | None]:
    """The index fields of an event about this session."""
    return {
        "person": opening.person,
        "session": opening.id,
        "terminal": opening.terminal,
        "target": opening.target,
        "order": opening.order,
    }
