"""Lists of changes that wait for a second signature: what they would do, never their sealed content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from gateway.approvals.proposal import Standing
from gateway.storage.cells import Cells, read_json
from gateway.storage.statements import one
from gateway.storage.tables import PROPOSAL

SHOWN_MAX = 200
_SHOWN = [column for column in PROPOSAL.c if column.name != "body"]  # the office has no right to the body


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """One proposal as people see it; `facts` is what the journal says of the change."""

    id: str
    change: str
    subject: str
    facts: Any
    asked_by: str
    asked_by_username: str
    asked_at: datetime
    expires_at: datetime
    standing: Standing
    decided_by: str | None
    decided_at: datetime | None


def proposals(connection: Connection, limit: int = SHOWN_MAX) -> Sequence[ProposalLine]:
    """The newest first, whatever their standing."""
    chosen = select(*_SHOWN).order_by(PROPOSAL.c.asked_at.desc(), PROPOSAL.c.id).limit(limit)
    return [_line(row) for row in connection.execute(chosen).mappings()]


def proposal(connection: Connection, wanted: str) -> ProposalLine | None:
    """One by id."""
    row = one(connection, select(*_SHOWN).where(PROPOSAL.c.id == wanted))
    return None if row is None else _line(row)


def _line(row: RowMapping) -> ProposalLine:
    cells = Cells(PROPOSAL, row)
    return ProposalLine(
        id=cells.text("id"),
        change=cells.text("change"),
        subject=cells.text("subject"),
        facts=cells.read("facts", read_json),
        asked_by=cells.text("asked_by"),
        asked_by_username=cells.text("asked_by_username"),
        asked_at=cells.moment("asked_at"),
        expires_at=cells.moment("expires_at"),
        standing=cells.word("standing", Standing),
        decided_by=cells.maybe_text("decided_by"),
        decided_at=cells.maybe_moment("decided_at"),
    )
