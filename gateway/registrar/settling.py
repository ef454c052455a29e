"""What follows on rows that were taken: what went out is counted exactly, and what nobody settled, as shown "at most".

A session process settles within a second and at its end. Nothing it says can make the count larger than what it took, and
where it goes without a word (killed, cut off, or by intent) all it had taken stays counted.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from gateway.audit.event import Event
from gateway.disclosure.events import DisclosureShown
from gateway.disclosure.keeping import Counts, Line, Reserve
from gateway.ipc.server import Violation
from gateway.registrar import canaries
from gateway.registrar.disclosing import around, employer_of, require_rows
from gateway.registrar.disclosure_params import Settle, ShownRows
from gateway.registrar.group import Done
from gateway.registrar.ports import Transaction
from gateway.sessions.session import Session, SessionOpening


def settled(transaction: Transaction, opening: SessionOpening, said: Settle, further: Iterable[Event]) -> Done[None]:
    """Count what went out, exactly; `further` events belong to it. Raises Violation for more than was taken."""
    require_rows(opening)
    used = Counter[str]()
    for each in said.rows:
        used[each.client] += each.rows
    for client, rows in used.items():
        if not transaction.disclosures.use(opening.id, Reserve(day=said.day, client=client, rows=rows)):
            raise Violation("more was shown than taken")
    events: list[Event] = []
    employer = employer_of(transaction.facts, opening.person) if said.rows else ""
    for each in said.rows:
        line = Line(
            client=each.client,
            day=said.day,
            person=opening.person,
            session=opening.id,
            table=each.table,
            employer=employer,
        )
        transaction.disclosures.add(line, Counts(masked=each.rows))
        events.append(_shown_event(opening, each, said.day))
    for given in said.back:
        if not transaction.disclosures.use(opening.id, Reserve(day=said.day, client=given.client, rows=given.rows)):
            raise Violation("more was given back than taken")
    events += _people(transaction, opening, said)
    return Done(result=None, events=(*events, *further))


def _people(transaction: Transaction, opening: SessionOpening, said: Settle) -> list[Event]:
    """Keep whose rows they were (R-48); an event for each canary among them. Raises Violation for more people than rows."""
    unnamed = {each.client: each.rows for each in said.unnamed}
    for client in sorted({each.client for each in said.people} | set(unnamed)):
        digests = [each.digest for each in said.people if each.client == client]
        transaction.shown_people.add(client, said.day, opening.id, digests, unnamed.get(client, 0))
        if transaction.shown_people.exceeds(client, said.day, opening.id):
            raise Violation("more people than rows were shown")
    return canaries.seen(transaction, opening, [(each.client, each.digest) for each in said.people])


def left_open(transaction: Transaction, session: Session) -> list[Event]:
    """A session is over: what it still holds counts as shown "at most"; the events that say so."""
    events: list[Event] = []
    held = transaction.disclosures.reserves(session.id)
    employer = employer_of(transaction.facts, session.person) if held else ""
    for each in held:
        transaction.disclosures.use(session.id, each)
        line = Line(
            client=each.client, day=each.day, person=session.person, session=session.id, table="", employer=employer
        )
        transaction.disclosures.add(line, Counts(at_most=each.rows))
        events.append(_at_most(session, each))
    return events


def _shown_event(opening: SessionOpening, each: ShownRows, day: date) -> DisclosureShown:
    return DisclosureShown(
        client=each.client,
        table=each.table,
        statement=each.statement,
        through=each.through,
        people=0,
        rows=each.rows,
        at_most=False,
        day=day.isoformat(),
        **around(opening),
    )


def _at_most(session: Session, held: Reserve) -> DisclosureShown:
    return DisclosureShown(
        person=session.person,
        session=session.id,
        terminal=session.terminal,
        target=session.target,
        order=session.order,
        client=held.client,
        table="",
        statement=0,
        through=0,
        people=0,
        rows=held.rows,
        at_most=True,
        day=held.day.isoformat(),
    )
