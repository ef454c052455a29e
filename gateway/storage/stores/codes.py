"""One-time codes that were used, and failures counted: the two things the keeper writes (R-16)."""

from sqlalchemy import Connection, select

from gateway.authentication.lockout import NO_FAILURES, Attempts
from gateway.storage.cells import Cells, maybe_timestamp
from gateway.storage.statements import insert_new, one, put
from gateway.storage.tables import LOCKOUT, USED_CODE
from gateway.vocabulary.clock import Clock, timestamp


class UsedCodes:
    """The table `used_code`. Rows are never removed: whatever a clock does, a used code stays used."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    def use(self, person: str, step: int) -> bool:
        """Write (person, 30 s step); False, with nothing changed, when it stands there already. The row's key decides."""
        at = timestamp(self._clock.now())
        return insert_new(self._connection, USED_CODE, {"person_id": person, "step": step, "at": at})


class Lockouts:
    """The table `lockout`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, person: str) -> Attempts:
        """The count; NO_FAILURES where there is none."""
        row = one(self._connection, select(LOCKOUT).where(LOCKOUT.c.person_id == person))
        if row is None:
            return NO_FAILURES
        cells = Cells(LOCKOUT, row)
        return Attempts(failures=cells.number("failures"), locked_until=cells.maybe_moment("locked_until"))

    def put(self, person: str, attempts: Attempts) -> None:
        """Insert or replace the count."""
        locked_until = maybe_timestamp(attempts.locked_until)
        values = {"person_id": person, "failures": attempts.failures, "locked_until": locked_until}
        put(self._connection, LOCKOUT, values)
