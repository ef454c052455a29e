"""Changes that wait for a second signature, or had one."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from gateway.approvals.proposal import Proposal, Standing
from gateway.storage.cells import Cells, maybe_timestamp
from gateway.storage.statements import changed, insert_new, one
from gateway.storage.tables import PROPOSAL
from gateway.vocabulary.clock import timestamp


class Proposals:
    """The table `proposal`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, proposal: Proposal) -> bool:
        """Insert; False where the id is taken."""
        return insert_new(self._connection, PROPOSAL, _to_row(proposal))

    def get(self, proposal: str) -> Proposal | None:
        """The proposal, whatever its standing."""
        row = one(self._connection, select(PROPOSAL).where(PROPOSAL.c.id == proposal))
        if row is None:
            return None
        cells = Cells(PROPOSAL, row)
        return Proposal(
            id=cells.text("id"),
            change=cells.text("change"),
            subject=cells.text("subject"),
            facts=cells.text("facts"),
            body=cells.blob("body"),
            asked_by=cells.text("asked_by"),
            asked_by_username=cells.text("asked_by_username"),
            asked_at=cells.moment("asked_at"),
            expires_at=cells.moment("expires_at"),
            standing=cells.word("standing", Standing),
            decided_by=cells.maybe_text("decided_by"),
            decided_at=cells.maybe_moment("decided_at"),
        )

    def decide(self, proposal: str, standing: Standing, *, by: str, at: datetime) -> bool:
        """Set the standing of an open one; False where it is not open any more."""
        still = (PROPOSAL.c.id == proposal) & (PROPOSAL.c.standing == Standing.OPEN.value)
        values = {"standing": standing.value, "decided_by": by, "decided_at": timestamp(at)}
        return changed(self._connection, update(PROPOSAL).where(still).values(**values))


def _to_row(value: Proposal) -> dict[str, Any]:
    return {
        "id": value.id,
        "change": value.change,
        "subject": value.subject,
        "facts": value.facts,
        "body": value.body,
        "asked_by": value.asked_by,
        "asked_by_username": value.asked_by_username,
        "asked_at": timestamp(value.asked_at),
        "expires_at": timestamp(value.expires_at),
        "standing": value.standing.value,
        "decided_by": value.decided_by,
        "decided_at": maybe_timestamp(value.decided_at),
    }
