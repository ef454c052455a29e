"""Sessions of the web office as their owners see them: never a ticket, never a pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, select

from gateway.authentication.web_session import EndReason
from gateway.storage.cells import Cells
from gateway.storage.tables import WEB_SESSION

SHOWN_MAX = 50
_HIDDEN = frozenset({"ticket", "signed_pass"})  # the office has no right to them
_SHOWN = [column for column in WEB_SESSION.c if column.name not in _HIDDEN]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSessionLine:
    """One session: where it began (`address`, `agent`), was seen last, and why it is over. See `authentication/web_session`."""

    id: str
    person: str
    way: str
    made_at: datetime
    ends_at: datetime
    seen_at: datetime
    address: str
    seen_address: str
    agent: str
    ended_at: datetime | None
    end_reason: EndReason | None


def web_sessions(connection: Connection, person: str, limit: int = SHOWN_MAX) -> Sequence[WebSessionLine]:
    """The person's sessions: those that have not ended first, then the newest."""
    chosen = select(*_SHOWN).where(WEB_SESSION.c.person_id == person)
    ordered = chosen.order_by(WEB_SESSION.c.ended_at.is_not(None), WEB_SESSION.c.made_at.desc(), WEB_SESSION.c.id)
    return [_line(row) for row in connection.execute(ordered.limit(limit)).mappings()]


def _line(row: RowMapping) -> WebSessionLine:
    cells = Cells(WEB_SESSION, row)
    return WebSessionLine(
        id=cells.text("id"),
        person=cells.text("person_id"),
        way=cells.text("way"),
        made_at=cells.moment("made_at"),
        ends_at=cells.moment("ends_at"),
        seen_at=cells.moment("seen_at"),
        address=cells.text("address"),
        seen_address=cells.text("seen_address"),
        agent=cells.text("agent"),
        ended_at=cells.maybe_moment("ended_at"),
        end_reason=None if cells.maybe_text("end_reason") is None else cells.word("end_reason", EndReason),
    )
