"""What was shown, what is held in reserve, who is frozen, what was raised: read and written by the one writer of all nodes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Table, and_, case, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from gateway.disclosure.keeping import Counts, Door, Freeze, Line, Raised, Reserve
from gateway.disclosure.past import DAYS_KEPT, Past, Step
from gateway.disclosure.shown import Person
from gateway.disclosure.spans import Exceeded, Span
from gateway.storage.cells import Cells, json_text, read_json
from gateway.storage.statements import changed, insert_new, one
from gateway.storage.stores.shell_counts import shown_by_shells
from gateway.storage.tables import BUDGET_FREEZE, BUDGET_STEP, DISCLOSED_PERSON, DISCLOSURE, DISCLOSURE_RESERVE
from gateway.vocabulary.clock import timestamp

_ELSEWHERE: Final = ""  # stands for every session but the one in question
_COUNTED: Final = ("masked", "revealed", "at_most", "withheld", "estimated")


class Disclosures:
    """The tables of disclosures, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def past(self, person: str, door: Door, session: str, today: date) -> Past:
        """What the person was shown so far, as a budget of that session on that day needs it; reserves count as shown.

        Whatever lies ahead of today (another node's clock) counts. People shown in several sessions stand here once.
        """
        frozen = self.frozen(person, door)
        return Past(
            people=self._people(person, session, today - timedelta(days=DAYS_KEPT - 1)),
            rows=self._rows(person, today),
            steps=tuple(self._steps(person, door, session, today)),
            frozen={} if frozen is None else {session: frozen.exceeded},
            besides=shown_by_shells(self._connection, person, today) if door is Door.DATABASE else {},
        )

    def add(self, line: Line, counts: Counts) -> None:
        """Count further ones of this line."""
        values = {name: getattr(counts, name) for name in _COUNTED}
        row = {**_line_to_row(line), **values}
        grown = {name: DISCLOSURE.c[name] + number for name, number in values.items()}
        keys = [column.name for column in DISCLOSURE.primary_key.columns]
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        new: Any = dialect.insert(DISCLOSURE).values(**row)
        self._connection.execute(new.on_conflict_do_update(index_elements=keys, set_=grown))

    def add_people(self, person: str, session: str, day: date, people: Iterable[Person]) -> None:
        """These were shown in clear; those of the same day and session that stand here stay."""
        own = {"person_id": person, "session_id": session, "day": day.isoformat()}
        for client, digest in people:
            insert_new(self._connection, DISCLOSED_PERSON, {**own, "client": client, "digest": digest})

    # -- reserves

    def reserves(self, session: str) -> Sequence[Reserve]:
        """What the session may still show."""
        chosen = select(DISCLOSURE_RESERVE).where(DISCLOSURE_RESERVE.c.session_id == session)
        chosen = chosen.order_by(DISCLOSURE_RESERVE.c.day, DISCLOSURE_RESERVE.c.client)
        cells = (Cells(DISCLOSURE_RESERVE, row) for row in self._connection.execute(chosen).mappings())
        return [Reserve(day=each.day("day"), client=each.text("client"), rows=each.number("kept")) for each in cells]

    def reserved_elsewhere(self, person: str, session: str, today: date) -> Mapping[tuple[date, str], int]:
        """Rows that other sessions of the person hold for today, by day and client."""
        held = DISCLOSURE_RESERVE.c
        others = (held.person_id == person) & (held.session_id != session) & (held.day >= today.isoformat())
        chosen = select(held.day, held.client, func.sum(held.kept)).where(others).group_by(held.day, held.client)
        return {(date.fromisoformat(day), client): int(rows) for day, client, rows in self._connection.execute(chosen)}

    def reserve(self, person: str, session: str, reserve: Reserve) -> None:
        """Hold further rows (at least 1) for the session."""
        own = _reserve_key(session, reserve)
        more = {"kept": DISCLOSURE_RESERVE.c.kept + reserve.rows}
        held = update(DISCLOSURE_RESERVE).where(_all_equal(DISCLOSURE_RESERVE, own)).values(**more)
        if not changed(self._connection, held):
            self._connection.execute(insert(DISCLOSURE_RESERVE).values(**own, person_id=person, kept=reserve.rows))

    def use(self, session: str, reserve: Reserve) -> bool:
        """Take that many (at least 1) out of the session's reserve; False, with nothing changed, where it has not so many."""
        mine = _all_equal(DISCLOSURE_RESERVE, _reserve_key(session, reserve))
        last = delete(DISCLOSURE_RESERVE).where(mine & (DISCLOSURE_RESERVE.c.kept == reserve.rows))
        if changed(self._connection, last):
            return True
        enough = mine & (DISCLOSURE_RESERVE.c.kept > reserve.rows)
        less = {"kept": DISCLOSURE_RESERVE.c.kept - reserve.rows}
        return changed(self._connection, update(DISCLOSURE_RESERVE).where(enough).values(**less))

    # -- freezes and steps

    def frozen(self, person: str, door: Door) -> Freeze | None:
        """The person's freeze at this door that nobody has released; the oldest where there are several."""
        mine = (BUDGET_FREEZE.c.person_id == person) & (BUDGET_FREEZE.c.door == door.value)
        chosen = select(BUDGET_FREEZE).where(mine & BUDGET_FREEZE.c.released_at.is_(None))
        row = one(self._connection, chosen.order_by(BUDGET_FREEZE.c.since, BUDGET_FREEZE.c.id).limit(1))
        return None if row is None else row_to_freeze(row)

    def freeze(self, freeze: Freeze) -> bool:
        """Insert; False where the id is taken."""
        return insert_new(self._connection, BUDGET_FREEZE, _freeze_to_row(freeze))

    def frozen_also(self, freeze: Freeze) -> None:
        """Keep what the freeze of this id stands for by now (`exceeded`)."""
        mine = update(BUDGET_FREEZE).where(BUDGET_FREEZE.c.id == freeze.id)
        self._connection.execute(mine.values(exceeded=_freeze_to_row(freeze)["exceeded"]))

    def standing_freezes(self) -> frozenset[tuple[str, str]]:
        """(person, id) of every freeze that nobody has released."""
        chosen = select(BUDGET_FREEZE.c.person_id, BUDGET_FREEZE.c.id).where(BUDGET_FREEZE.c.released_at.is_(None))
        return frozenset((str(person), str(freeze)) for person, freeze in self._connection.execute(chosen))

    def release(self, person: str, door: Door, *, by: str, at: datetime, reason: str) -> bool:
        """The person goes on at this door; False where nobody had frozen him."""
        mine = (BUDGET_FREEZE.c.person_id == person) & (BUDGET_FREEZE.c.door == door.value)
        values = {"released_at": timestamp(at), "released_by": by, "reason": reason}
        still = update(BUDGET_FREEZE).where(mine & BUDGET_FREEZE.c.released_at.is_(None))
        return changed(self._connection, still.values(**values))

    def raised(self, step: Raised) -> bool:
        """Insert; False where the person has had a step at this door on that day."""
        asked, confirmed = step.by
        row = {
            "person_id": step.person,
            "door": step.door.value,
            "day": step.day.isoformat(),
            "people": step.people,
            "extra_rows": step.rows,
            "asked_by": asked,
            "confirmed_by": confirmed,
            "at": timestamp(step.at),
            "reason": step.reason,
        }
        return insert_new(self._connection, BUDGET_STEP, row)

    # -- the past, part by part

    def _people(self, person: str, session: str, since: date) -> Mapping[tuple[date, str], frozenset[Person]]:
        """By the last day each was shown, and by whether it was (also) in this session."""
        table = DISCLOSED_PERSON.c
        here = func.max(case((table.session_id == session, 1), else_=0))
        chosen = select(table.client, table.digest, func.max(table.day).label("last"), here.label("here"))
        chosen = chosen.where((table.person_id == person) & (table.day >= since.isoformat()))
        found: dict[tuple[date, str], set[Person]] = {}
        for client, digest, last, in_it in self._connection.execute(chosen.group_by(table.client, table.digest)):
            place = (date.fromisoformat(last), session if in_it else _ELSEWHERE)
            found.setdefault(place, set()).add((client, bytes(digest)))
        return {place: frozenset(people) for place, people in found.items()}

    def _rows(self, person: str, today: date) -> Mapping[tuple[date, str], int]:
        shown, held = DISCLOSURE.c, DISCLOSURE_RESERVE.c
        day = today.isoformat()
        lines = select(shown.day, shown.client, (shown.masked + shown.at_most).label("rows"))
        kept = select(held.day, held.client, held.kept.label("rows"))
        both = lines.where((shown.person_id == person) & (shown.day >= day)).union_all(
            kept.where((held.person_id == person) & (held.day >= day))
        )
        each = both.subquery()
        chosen = select(each.c.day, each.c.client, func.sum(each.c.rows)).group_by(each.c.day, each.c.client)
        return {
            (date.fromisoformat(on), client): int(rows) for on, client, rows in self._connection.execute(chosen) if rows
        }

    def _steps(self, person: str, door: Door, session: str, today: date) -> Iterable[Step]:
        table = BUDGET_STEP.c
        mine = (table.person_id == person) & (table.door == door.value) & (table.day >= today.isoformat())
        for row in self._connection.execute(select(BUDGET_STEP).where(mine)).mappings():
            cells = Cells(BUDGET_STEP, row)
            yield Step(
                session=session,
                day=cells.day("day"),
                people=cells.number("people"),
                rows=cells.number("extra_rows"),
                supervisors=(cells.text("asked_by"), cells.text("confirmed_by")),
            )


def row_to_freeze(row: Any) -> Freeze:
    """A freeze from its row. Raises GatewayFault."""
    cells = Cells(BUDGET_FREEZE, row)
    return Freeze(
        id=cells.text("id"),
        person=cells.text("person_id"),
        door=cells.word("door", Door),
        session=cells.text("session_id"),
        statement=cells.number("statement"),
        since=cells.moment("since"),
        exceeded=cells.read("exceeded", _exceeded_of),
        released_at=cells.maybe_moment("released_at"),
        released_by=cells.maybe_text("released_by"),
        reason=cells.maybe_text("reason"),
    )


def _freeze_to_row(freeze: Freeze) -> dict[str, Any]:
    exceeded = [
        {"span": each.span.value, "client": each.client, "used": each.used, "cap": each.cap} for each in freeze.exceeded
    ]
    return {
        "id": freeze.id,
        "person_id": freeze.person,
        "door": freeze.door.value,
        "session_id": freeze.session,
        "statement": freeze.statement,
        "since": timestamp(freeze.since),
        "exceeded": json_text(exceeded),
    }


def _exceeded_of(text: str) -> tuple[Exceeded, ...]:
    return tuple(
        Exceeded(span=Span(each["span"]), client=each["client"], used=each["used"], cap=each["cap"])
        for each in read_json(text)
    )


def _line_to_row(line: Line) -> dict[str, Any]:
    return {
        "client": line.client,
        "day": line.day.isoformat(),
        "person_id": line.person,
        "session_id": line.session,
        "relation": line.table,
        "employer_id": line.employer,
    }


def _reserve_key(session: str, reserve: Reserve) -> dict[str, Any]:
    return {"session_id": session, "day": reserve.day.isoformat(), "client": reserve.client}


def _all_equal(table: Table, values: Mapping[str, Any]) -> Any:
    return and_(*(table.c[name] == value for name, value in values.items()))
