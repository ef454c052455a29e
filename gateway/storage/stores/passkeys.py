"""Passkeys of people. A credential id belongs to one person for as long as its row stands."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, select, update

from gateway.authentication.passkey import Passkey, PasskeyLine
from gateway.storage.cells import Cells
from gateway.storage.statements import changed, insert_new, one
from gateway.storage.tables import PASSKEY, PERSON
from gateway.vocabulary.clock import timestamp


class Passkeys:
    """The table `passkey`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, person: str, *, credential_id: bytes, sealed: bytes, name: str, sign_count: int, at: datetime
    ) -> bool:
        """Insert; False where the credential id is anybody's already."""
        values = {
            "credential_id": credential_id, "person_id": person, "sealed": sealed, "name": name,
            "sign_count": sign_count, "made_at": timestamp(at), "used_at": None,
        }  # fmt: skip
        return insert_new(self._connection, PASSKEY, values)

    def remove(self, person: str, credential_id: bytes) -> bool:
        """Delete one of the person's own; False where he has none of this id."""
        own = (PASSKEY.c.person_id == person) & (PASSKEY.c.credential_id == credential_id)
        return changed(self._connection, delete(PASSKEY).where(own))

    def drop(self, person: str) -> None:
        """The person has none."""
        self._connection.execute(delete(PASSKEY).where(PASSKEY.c.person_id == person))

    def get(self, credential_id: bytes) -> Passkey | None:
        """The passkey with this id, whoever's."""
        chosen = (
            select(PASSKEY, PERSON.c.username)
            .join(PERSON, PERSON.c.id == PASSKEY.c.person_id)
            .where(PASSKEY.c.credential_id == credential_id)
        )
        row = one(self._connection, chosen)
        return None if row is None else _passkey(row)

    def count(self, credential_id: bytes, before: int, after: int, at: datetime) -> bool:
        """Keep what it counted; False, with nothing changed, where another proof has counted meanwhile."""
        still = (PASSKEY.c.credential_id == credential_id) & (PASSKEY.c.sign_count == before)
        values = {"sign_count": after, "used_at": timestamp(at)}
        return changed(self._connection, update(PASSKEY).where(still).values(**values))

    def ids(self, person: str) -> tuple[bytes, ...]:
        """Ids of the person's passkeys, sorted."""
        chosen = select(PASSKEY.c.credential_id).where(PASSKEY.c.person_id == person)
        return tuple(sorted(bytes(found) for found in self._connection.execute(chosen).scalars()))

    def lines(self, person: str) -> Sequence[PasskeyLine]:
        """The person's passkeys, oldest first; reads no sealed column."""
        shown = (PASSKEY.c.credential_id, PASSKEY.c.name, PASSKEY.c.made_at, PASSKEY.c.used_at)
        chosen = (
            select(*shown).where(PASSKEY.c.person_id == person).order_by(PASSKEY.c.made_at, PASSKEY.c.credential_id)
        )
        return [_line(row) for row in self._connection.execute(chosen).mappings()]


def _line(row: RowMapping) -> PasskeyLine:
    cells = Cells(PASSKEY, row)
    return PasskeyLine(
        credential_id=cells.blob("credential_id"),
        name=cells.text("name"),
        made_at=cells.moment("made_at"),
        used_at=cells.maybe_moment("used_at"),
    )


def _passkey(row: RowMapping) -> Passkey:
    cells = Cells(PASSKEY, row)
    return Passkey(
        credential_id=cells.blob("credential_id"),
        person=cells.text("person_id"),
        username=cells.text("username"),
        sealed=cells.blob("sealed"),
        name=cells.text("name"),
        sign_count=cells.number("sign_count"),
        made_at=cells.moment("made_at"),
        used_at=cells.maybe_moment("used_at"),
    )
