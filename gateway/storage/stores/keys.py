"""Registered public keys, each one person's or one terminal's for ever."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, Table, select, update

from gateway.authentication.ports import KeyKind, KeyOwner
from gateway.crypto.digest import fingerprint
from gateway.storage.cells import Cells
from gateway.storage.statements import changed, insert_new, one, there_is
from gateway.storage.tables import PERSON, SSH_KEY, TERMINAL
from gateway.vocabulary.clock import timestamp
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault


class Keys:
    """The table `ssh_key`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def owner(self, blob: bytes) -> KeyOwner | None:
        """Who a registered, unrevoked public key belongs to. Raises GatewayFault where the owner's row is gone."""
        known = (SSH_KEY.c.fingerprint == fingerprint(blob)) & (SSH_KEY.c.blob == blob) & SSH_KEY.c.revoked_at.is_(None)
        row = one(self._connection, select(SSH_KEY).where(known))
        if row is None:
            return None
        cells = Cells(SSH_KEY, row)
        return self._owner(cells, cells.word("kind", KeyKind), cells.text("owner_id"))

    def add(
        self,
        *,
        fingerprint: str,
        blob: bytes,
        kind: Literal["person", "terminal"],
        owner: str,
        comment: str,
        at: datetime,
    ) -> bool:
        """Register a key; False where the owner is unknown, or the fingerprint was ever registered, even if revoked since."""
        table, _ = _owners(KeyKind(kind))
        if not there_is(self._connection, table.c.id == owner):
            return False
        values = {
            "fingerprint": fingerprint, "blob": blob, "kind": kind, "owner_id": owner, "comment": comment,
            "added_at": timestamp(at),
        }  # fmt: skip
        return insert_new(self._connection, SSH_KEY, values)

    def withdrawn(self, blob: bytes) -> bool:
        """True if the key was registered once and revoked."""
        row = one(self._connection, select(SSH_KEY.c.revoked_at).where(SSH_KEY.c.fingerprint == fingerprint(blob)))
        return row is not None and row["revoked_at"] is not None

    def counter(self, blob: bytes) -> int | None:
        """The count a security key signed with last; None where it never has, or is unknown."""
        row = one(self._connection, select(SSH_KEY.c.counter).where(SSH_KEY.c.fingerprint == fingerprint(blob)))
        counter: int | None = None if row is None else row["counter"]
        return counter

    def count(self, blob: bytes, counter: int) -> None:
        """Keep what a security key signed with. Raises GatewayFault where it is unknown."""
        known = update(SSH_KEY).where(SSH_KEY.c.fingerprint == fingerprint(blob)).values(counter=counter)
        if not changed(self._connection, known):
            raise GatewayFault("a key that is not registered has counted")

    def revoke(self, fingerprint: str, at: datetime) -> bool:
        """Set revoked_at; False where the key is unknown or already revoked."""
        live = (SSH_KEY.c.fingerprint == fingerprint) & SSH_KEY.c.revoked_at.is_(None)
        return changed(self._connection, update(SSH_KEY).where(live).values(revoked_at=timestamp(at)))

    def revoke_all(self, owner: str, at: datetime) -> int:
        """Set revoked_at of every key of this person or terminal that is not revoked; how many those were."""
        live = (SSH_KEY.c.owner_id == owner) & SSH_KEY.c.revoked_at.is_(None)
        count = len(self._connection.execute(select(SSH_KEY.c.fingerprint).where(live)).all())
        changed(self._connection, update(SSH_KEY).where(live).values(revoked_at=timestamp(at)))
        return count

    def _owner(self, key: Cells, kind: KeyKind, owner_id: str) -> KeyOwner:
        table, name = _owners(kind)
        row = one(self._connection, select(table).where(table.c.id == owner_id))
        if row is None:
            raise key.fault("owner_id")
        cells = Cells(table, row)
        return KeyOwner(kind=kind, owner_id=owner_id, name=cells.text(name), standing=cells.word("standing", Standing))


def _owners(kind: KeyKind) -> tuple[Table, str]:
    """Where owners of this kind stand, and in which column their name."""
    return (PERSON, "username") if kind is KeyKind.PERSON else (TERMINAL, "name")
