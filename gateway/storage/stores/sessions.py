"""Sessions of all nodes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, select, true, update

from gateway.sessions.session import Session, State
from gateway.storage.cells import Cells, maybe_timestamp
from gateway.storage.statements import changed, insert_new, one
from gateway.storage.tables import SESSION
from gateway.vocabulary.clock import timestamp
from gateway.vocabulary.outcome import GatewayFault

_LIVE = (State.OPENING.value, State.RUNNING.value)


class Sessions:
    """The table `session`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, session: Session) -> bool:
        """Insert; False where the id is taken."""
        return insert_new(self._connection, SESSION, session_to_row(session))

    def get(self, session: str) -> Session | None:
        """The session, whatever its state."""
        row = one(self._connection, select(SESSION).where(SESSION.c.id == session))
        return None if row is None else row_to_session(row)

    def put_state(self, session: str, state: State) -> None:
        """Set the state of a session that has not ended. Raises GatewayFault where it has, or is unknown."""
        self._change(session, {"state": state.value})

    def put_end(self, session: str, *, at: datetime, reason: str, state: State) -> None:
        """Set ended_at, end_reason and the final state, once. Raises GatewayFault where it has ended, or is unknown."""
        self._change(session, {"ended_at": timestamp(at), "end_reason": reason, "state": state.value})

    def not_ended(self, node: str | None) -> Sequence[Session]:
        """Sessions in OPENING or RUNNING of one node, or of all nodes for None; oldest first."""
        here: ColumnElement[bool] = true() if node is None else SESSION.c.node == node
        chosen = select(SESSION).where(SESSION.c.state.in_(_LIVE) & here).order_by(SESSION.c.started_at, SESSION.c.id)
        return [row_to_session(row) for row in self._connection.execute(chosen).mappings()]

    def _change(self, session: str, values: dict[str, Any]) -> None:
        live = (SESSION.c.id == session) & SESSION.c.state.in_(_LIVE)
        if not changed(self._connection, update(SESSION).where(live).values(**values)):
            raise GatewayFault(f"session {session} is not live")


def session_to_row(value: Session) -> dict[str, Any]:
    """The columns of `session`."""
    return {
        "id": value.id,
        "connection": value.connection,
        "person_id": value.person,
        "username": value.username,
        "terminal_id": value.terminal,
        "order_id": value.order,
        "target": value.target,
        "account": value.account,
        "capability": value.capability,
        "node": value.node,
        "peer_address": value.peer_address,
        "started_at": timestamp(value.started_at),
        "until": timestamp(value.until),
        "ended_at": maybe_timestamp(value.ended_at),
        "end_reason": value.end_reason,
        "state": value.state.value,
        "recording_id": value.recording,
    }


def row_to_session(row: RowMapping) -> Session:
    """One row of `session`."""
    cells = Cells(SESSION, row)
    return Session(
        id=cells.text("id"),
        connection=cells.text("connection"),
        person=cells.text("person_id"),
        username=cells.text("username"),
        terminal=cells.text("terminal_id"),
        order=cells.text("order_id"),
        target=cells.text("target"),
        account=cells.text("account"),
        capability=cells.text("capability"),
        node=cells.text("node"),
        peer_address=cells.text("peer_address"),
        started_at=cells.moment("started_at"),
        until=cells.moment("until"),
        ended_at=cells.maybe_moment("ended_at"),
        end_reason=cells.maybe_text("end_reason"),
        state=cells.word("state", State),
        recording=cells.text("recording_id"),
    )
