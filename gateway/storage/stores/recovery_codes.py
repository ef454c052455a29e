"""Recovery codes: keyed digests, each good once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from gateway.storage.statements import changed
from gateway.storage.tables import RECOVERY_CODE
from gateway.vocabulary.clock import timestamp


class RecoveryCodes:
    """The table `recovery_code`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace(self, person: str, digests: Sequence[bytes], at: datetime) -> None:
        """The person's codes are these, all unused, and no others."""
        self.drop(person)
        rows = [{"person_id": person, "digest": digest, "made_at": timestamp(at)} for digest in digests]
        if rows:
            self._connection.execute(insert(RECOVERY_CODE), rows)

    def drop(self, person: str) -> None:
        """The person has none."""
        self._connection.execute(delete(RECOVERY_CODE).where(RECOVERY_CODE.c.person_id == person))

    def use(self, person: str, digest: bytes, at: datetime) -> bool:
        """Mark one as used; False, with nothing changed, where it is unknown or used already. One statement decides."""
        good = (
            (RECOVERY_CODE.c.person_id == person)
            & (RECOVERY_CODE.c.digest == digest)
            & RECOVERY_CODE.c.used_at.is_(None)
        )
        return changed(self._connection, update(RECOVERY_CODE).where(good).values(used_at=timestamp(at)))

    def left(self, person: str) -> int:
        """How many are unused."""
        unused = (RECOVERY_CODE.c.person_id == person) & RECOVERY_CODE.c.used_at.is_(None)
        chosen = select(func.count(RECOVERY_CODE.c.person_id)).where(unused)
        return int(self._connection.execute(chosen).scalar_one())
