"""How sessions stand that once stopped or counted somebody. A session without a row runs."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from gateway.guards.verdict import Why
from gateway.sessions.session import State
from gateway.sessions.standing import Course, Standing
from gateway.storage.cells import Cells, maybe_timestamp
from gateway.storage.statements import changed, insert_new, one
from gateway.storage.tables import SESSION, SESSION_STANDING

_KEPT = frozenset({"session_id", "people", "people_cap"})
_LIVE = (State.OPENING.value, State.RUNNING.value)


class Standings:
    """The table `session_standing`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, session: str) -> Standing:
        """How it stands; one that never stopped and counted nobody just runs."""
        row = one(self._connection, select(SESSION_STANDING).where(SESSION_STANDING.c.session_id == session))
        return Standing(session=session) if row is None else row_to_standing(row)

    def put(self, standing: Standing) -> None:
        """How it stands from now on; what was counted of people stays as it is."""
        row = _to_row(standing)
        self._put(standing.session, {name: value for name, value in row.items() if name not in _KEPT})

    def counted(self, session: str, *, people: int, cap: int) -> None:
        """How many people it was shown, of how many at most."""
        self._put(session, {"people": people, "people_cap": cap})

    def _put(self, session: str, values: dict[str, Any]) -> None:
        """A partial row cannot be put in one statement that both engines know: it is changed, or inserted whole."""
        mine = update(SESSION_STANDING).where(SESSION_STANDING.c.session_id == session)
        if not changed(self._connection, mine.values(**values)):
            insert_new(self._connection, SESSION_STANDING, {**_to_row(Standing(session=session)), **values})


def live(connection: Connection) -> Mapping[str, Standing]:
    """By session, of all nodes' sessions that have not ended."""
    both = SESSION_STANDING.join(SESSION, SESSION.c.id == SESSION_STANDING.c.session_id)
    chosen = select(SESSION_STANDING).select_from(both).where(SESSION.c.state.in_(_LIVE))
    found = [row_to_standing(row) for row in connection.execute(chosen).mappings()]
    return {each.session: each for each in found}


def row_to_standing(row: RowMapping) -> Standing:
    """One row of `session_standing`."""
    cells = Cells(SESSION_STANDING, row)
    return Standing(
        session=cells.text("session_id"),
        course=cells.word("course", Course),
        why=None if cells.maybe_text("why") is None else cells.word("why", Why),
        since=cells.maybe_moment("since"),
        ends_at=cells.maybe_moment("ends_at"),
        by=cells.maybe_text("frozen_by"),
        used=cells.number("used"),
        limit=cells.number("ceiling"),
        people=cells.number("people"),
        people_cap=cells.maybe_number("people_cap"),
    )


def _to_row(value: Standing) -> dict[str, Any]:
    return {
        "session_id": value.session,
        "course": value.course.value,
        "why": None if value.why is None else value.why.value,
        "since": maybe_timestamp(value.since),
        "ends_at": maybe_timestamp(value.ends_at),
        "frozen_by": value.by,
        "used": value.used,
        "ceiling": value.limit,
        "people": value.people,
        "people_cap": value.people_cap,
    }
