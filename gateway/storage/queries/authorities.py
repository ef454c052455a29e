"""The list of authorities of user certificates, each with what of its certificates was revoked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from gateway.storage.cells import Cells
from gateway.storage.tables import REVOKED_CERTIFICATE, USER_AUTHORITY


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityLine:
    """One authority; `revoked` are pairs of `serial` or `key-id` and its value."""

    name: str
    fingerprint: str
    added_at: datetime
    revoked_at: datetime | None
    revoked: tuple[tuple[str, str], ...]


def authorities(connection: Connection) -> Sequence[AuthorityLine]:
    """All of them by name, whatever their standing."""
    rows = connection.execute(select(USER_AUTHORITY).order_by(USER_AUTHORITY.c.name)).mappings()
    return [_line(connection, Cells(USER_AUTHORITY, row)) for row in rows]


def _line(connection: Connection, cells: Cells) -> AuthorityLine:
    fingerprint, table = cells.text("fingerprint"), REVOKED_CERTIFICATE.c
    chosen = select(table.mark, table.value).where(table.authority == fingerprint).order_by(table.at, table.mark)
    return AuthorityLine(
        name=cells.text("name"),
        fingerprint=fingerprint,
        added_at=cells.moment("added_at"),
        revoked_at=cells.maybe_moment("revoked_at"),
        revoked=tuple((row.mark, row.value) for row in connection.execute(chosen)),
    )
