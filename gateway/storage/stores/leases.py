"""Leases: the one terminal a person works from, and how many sessions use it (R-17)."""

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from gateway.storage.cells import Cells
from gateway.storage.statements import changed, insert_new, one
from gateway.storage.tables import LEASE
from gateway.vocabulary.clock import timestamp
from gateway.vocabulary.outcome import GatewayFault


class Leases:
    """The table `lease`: one row a person, which never moves to another terminal without being dropped first."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def holder(self, person: str) -> tuple[str, int] | None:
        """(terminal id, number of sessions), or None where the person uses none."""
        row = one(self._connection, select(LEASE).where(LEASE.c.person_id == person))
        if row is None:
            return None
        cells = Cells(LEASE, row)
        return cells.text("terminal_id"), cells.number("sessions")

    def put(self, person: str, *, terminal: str, node: str, sessions: int, since: datetime) -> None:
        """Insert the person's row, or set node and sessions of the one he has; `since` stays from the first insert.

        Raises GatewayFault where another terminal holds it: the row's key decides, whatever the caller read before.
        """
        row = {
            "person_id": person,
            "terminal_id": terminal,
            "node": node,
            "sessions": sessions,
            "since": timestamp(since),
        }
        if insert_new(self._connection, LEASE, row):
            return
        same = (LEASE.c.person_id == person) & (LEASE.c.terminal_id == terminal)
        if not changed(self._connection, update(LEASE).where(same).values(node=node, sessions=sessions)):
            raise GatewayFault(f"person {person} holds a lease from another terminal")

    def drop(self, person: str) -> None:
        """Delete the person's row; nothing happens where there is none."""
        self._connection.execute(delete(LEASE).where(LEASE.c.person_id == person))
