"""Sessions of the web office. What has ended stays ended: no method touches such a row but `forget`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, select, update

from gateway.authentication.web_session import EndReason, WebSession
from gateway.storage.cells import Cells, maybe_timestamp
from gateway.storage.statements import changed, insert_new, one
from gateway.storage.tables import WEB_SESSION
from gateway.vocabulary.clock import timestamp


class WebSessions:
    """The table `web_session`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, session: WebSession) -> bool:
        """Insert; False where the id or the ticket was ever used."""
        return insert_new(self._connection, WEB_SESSION, session_to_row(session))

    def of(self, ticket: bytes) -> WebSession | None:
        """The session whose ticket has this SHA-256, ended or not."""
        return self._one(WEB_SESSION.c.ticket == ticket)

    def get(self, session: str) -> WebSession | None:
        """The session, ended or not."""
        return self._one(WEB_SESSION.c.id == session)

    def open_of(self, person: str) -> Sequence[WebSession]:
        """The person's sessions that have not ended, oldest first."""
        return self._many(WEB_SESSION.c.ended_at.is_(None) & (WEB_SESSION.c.person_id == person), None)

    def lapsed(self, *, now: datetime, seen_before: datetime, limit: int) -> Sequence[WebSession]:
        """Sessions that have not ended, and reached the absolute limit or were not seen since; at most `limit`."""
        late = (WEB_SESSION.c.ends_at <= timestamp(now)) | (WEB_SESSION.c.seen_at <= timestamp(seen_before))
        return self._many(WEB_SESSION.c.ended_at.is_(None) & late, limit)

    def renew(self, session: str, *, signed_pass: bytes, way: str) -> bool:
        """Keep a renewed pass; False where the session has ended or is unknown."""
        return self._change(session, signed_pass=signed_pass, way=way)

    def see(self, session: str, *, at: datetime, address: str) -> bool:
        """Write a request down; False where the session has ended or is unknown."""
        return self._change(session, seen_at=timestamp(at), seen_address=address)

    def end(self, session: str, *, at: datetime, reason: EndReason) -> bool:
        """End it, once; False where it has ended or is unknown."""
        return self._change(session, ended_at=timestamp(at), end_reason=reason.value)

    def forget(self, *, ended_before: datetime, limit: int) -> int:
        """Delete rows that ended before the moment, at most `limit`; how many. The journal keeps what they told."""
        old = select(WEB_SESSION.c.id).where(WEB_SESSION.c.ended_at <= timestamp(ended_before)).limit(limit)
        gone = delete(WEB_SESSION).where(WEB_SESSION.c.id.in_(old))
        return self._connection.execute(gone.execution_options(preserve_rowcount=True)).rowcount

    def _one(self, condition: ColumnElement[bool]) -> WebSession | None:
        row = one(self._connection, select(WEB_SESSION).where(condition))
        return None if row is None else row_to_session(row)

    def _many(self, condition: ColumnElement[bool], limit: int | None) -> Sequence[WebSession]:
        chosen = select(WEB_SESSION).where(condition).order_by(WEB_SESSION.c.made_at, WEB_SESSION.c.id).limit(limit)
        return [row_to_session(row) for row in self._connection.execute(chosen).mappings()]

    def _change(self, session: str, **values: Any) -> bool:
        live = (WEB_SESSION.c.id == session) & WEB_SESSION.c.ended_at.is_(None)
        return changed(self._connection, update(WEB_SESSION).where(live).values(**values))


def session_to_row(value: WebSession) -> dict[str, Any]:
    """The columns of `web_session`."""
    return {
        "id": value.id,
        "ticket": value.ticket,
        "person_id": value.person,
        "way": value.way,
        "signed_pass": value.signed_pass,
        "made_at": timestamp(value.made_at),
        "ends_at": timestamp(value.ends_at),
        "seen_at": timestamp(value.seen_at),
        "address": value.address,
        "seen_address": value.seen_address,
        "agent": value.agent,
        "ended_at": maybe_timestamp(value.ended_at),
        "end_reason": None if value.end_reason is None else value.end_reason.value,
    }


def row_to_session(row: RowMapping) -> WebSession:
    """One row of `web_session`."""
    cells = Cells(WEB_SESSION, row)
    return WebSession(
        id=cells.text("id"),
        ticket=cells.blob("ticket"),
        person=cells.text("person_id"),
        way=cells.text("way"),
        signed_pass=cells.blob("signed_pass"),
        made_at=cells.moment("made_at"),
        ends_at=cells.moment("ends_at"),
        seen_at=cells.moment("seen_at"),
        address=cells.text("address"),
        seen_address=cells.text("seen_address"),
        agent=cells.text("agent"),
        ended_at=cells.maybe_moment("ended_at"),
        end_reason=None if cells.maybe_text("end_reason") is None else cells.word("end_reason", EndReason),
    )
