"""Legal holds: placed, lifted once, never deleted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, select, true, update

from gateway.recording.legal_hold import LegalHold
from gateway.storage.cells import Cells
from gateway.storage.statements import changed, insert_new
from gateway.storage.tables import LEGAL_HOLD
from gateway.vocabulary.clock import timestamp


class LegalHolds:
    """The table `legal_hold`, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, hold: LegalHold) -> bool:
        """Insert; False where the id is taken."""
        row = {
            "id": hold.id,
            "client": hold.client,
            "since": hold.since.isoformat(),
            "until": hold.until.isoformat(),
            "reason": hold.reason,
            "reference": hold.reference,
            "placed_by": hold.placed_by,
            "placed_at": timestamp(hold.placed_at),
        }
        return insert_new(self._connection, LEGAL_HOLD, row)

    def get(self, hold: str) -> LegalHold | None:
        """One by id, lifted or not."""
        return next(iter(self._found(LEGAL_HOLD.c.id == hold)), None)

    def standing(self) -> Sequence[LegalHold]:
        """Those that are not lifted, the oldest first."""
        return self._found(LEGAL_HOLD.c.lifted_at.is_(None))

    def every(self) -> Sequence[LegalHold]:
        """All there ever were, the oldest first."""
        return self._found(true())

    def lift(self, hold: str, *, by: str, at: datetime, reason: str) -> bool:
        """It stands no more; False where it does not."""
        standing = (LEGAL_HOLD.c.id == hold) & LEGAL_HOLD.c.lifted_at.is_(None)
        values = {"lifted_by": by, "lifted_at": timestamp(at), "lift_reason": reason}
        return changed(self._connection, update(LEGAL_HOLD).where(standing).values(**values))

    def _found(self, condition: ColumnElement[bool]) -> Sequence[LegalHold]:
        chosen = select(LEGAL_HOLD).where(condition).order_by(LEGAL_HOLD.c.placed_at, LEGAL_HOLD.c.id)
        return [_hold(row) for row in self._connection.execute(chosen).mappings()]


def _hold(row: RowMapping) -> LegalHold:
    cells = Cells(LEGAL_HOLD, row)
    return LegalHold(
        id=cells.text("id"),
        client=cells.text("client"),
        since=cells.day("since"),
        until=cells.day("until"),
        reason=cells.text("reason"),
        reference=cells.text("reference"),
        placed_by=cells.text("placed_by"),
        placed_at=cells.moment("placed_at"),
        lifted_by=cells.maybe_text("lifted_by"),
        lifted_at=cells.maybe_moment("lifted_at"),
        lift_reason=cells.maybe_text("lift_reason"),
    )
