"""Who is locked out at this moment after too many failures (R-16)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from gateway.storage.tables import LOCKOUT
from gateway.vocabulary.clock import moment_of, timestamp


def locked(connection: Connection, now: datetime) -> Mapping[str, datetime]:
    """The end of the lock by person's id."""
    chosen = select(LOCKOUT.c.person_id, LOCKOUT.c.locked_until).where(LOCKOUT.c.locked_until > timestamp(now))
    return {row.person_id: moment_of(row.locked_until) for row in connection.execute(chosen)}
