"""Authorities of user certificates, and the certificates of theirs that are taken no more."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, select, update

from gateway.crypto.digest import fingerprint
from gateway.storage.cells import Cells
from gateway.storage.statements import changed, insert_new, one, there_is
from gateway.storage.tables import REVOKED_CERTIFICATE, USER_AUTHORITY
from gateway.vocabulary.clock import timestamp


class Authorities:
    """The tables `user_authority` and `revoked_certificate`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def name_of(self, blob: bytes) -> str | None:
        """The name of the active authority that has this key."""
        known = (USER_AUTHORITY.c.fingerprint == fingerprint(blob)) & (USER_AUTHORITY.c.blob == blob)
        row = one(self._connection, select(USER_AUTHORITY).where(known & USER_AUTHORITY.c.revoked_at.is_(None)))
        return None if row is None else Cells(USER_AUTHORITY, row).text("name")

    def has_revoked(self, blob: bytes, *, serial: int, key_id: str) -> bool:
        """True if a certificate of this authority's is revoked by its serial or by its key id."""
        table = REVOKED_CERTIFICATE.c
        by_serial = (table.mark == "serial") & (table.value == str(serial))
        by_key_id = (table.mark == "key-id") & (table.value == key_id)
        return there_is(self._connection, (table.authority == fingerprint(blob)) & (by_serial | by_key_id))

    def add(self, *, fingerprint: str, name: str, blob: bytes, at: datetime) -> bool:
        """Register; False where key or name was ever registered, even if revoked since."""
        values = {"fingerprint": fingerprint, "name": name, "blob": blob, "added_at": timestamp(at)}
        return insert_new(self._connection, USER_AUTHORITY, values)

    def revoke(self, name: str, at: datetime) -> bool:
        """Set revoked_at; False where the name is unknown or already revoked."""
        live = (USER_AUTHORITY.c.name == name) & USER_AUTHORITY.c.revoked_at.is_(None)
        return changed(self._connection, update(USER_AUTHORITY).where(live).values(revoked_at=timestamp(at)))

    def revoke_certificate(
        self, *, authority: str, mark: Literal["serial", "key-id"], value: str, at: datetime
    ) -> bool:
        """Revoke what is so marked of the authority of this name; False where that is done, or the name is unknown."""
        row = one(self._connection, select(USER_AUTHORITY.c.fingerprint).where(USER_AUTHORITY.c.name == authority))
        if row is None:
            return False
        values = {"authority": row["fingerprint"], "mark": mark, "value": value, "at": timestamp(at)}
        return insert_new(self._connection, REVOKED_CERTIFICATE, values)
