"""Canary persons, by the digests of their values."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, select, tuple_, update

from gateway.disclosure.canaries import Canary
from gateway.disclosure.shown import Person
from gateway.storage.cells import Cells
from gateway.storage.statements import changed, insert_new, there_is
from gateway.storage.tables import CANARY
from gateway.vocabulary.clock import timestamp

_AT_ONCE: Final = 200


class Canaries:
    """The table `canary`, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, canary: Canary, values: Mapping[bytes, str]) -> bool:
        """Insert; False, with nothing changed, where the id is taken. `values`: what each digest is of (a kind's word)."""
        if there_is(self._connection, CANARY.c.id == canary.id):
            return False
        for digest, kind in values.items():
            row = {
                "id": canary.id,
                "client": canary.client,
                "note": canary.note,
                "added_at": timestamp(canary.added_at),
                "added_by": canary.added_by,
            }
            insert_new(self._connection, CANARY, {**row, "digest": digest, "kind": kind})
        return True

    def get(self, canary: str) -> Canary | None:
        """One that is not removed."""
        return next(iter(self._found(CANARY.c.id == canary)), None)

    def of_client(self, client: str) -> Sequence[Canary]:
        """Those that are not removed, oldest first."""
        return self._found(CANARY.c.client == client)

    def remove(self, canary: str, *, by: str, at: datetime, reason: str) -> bool:
        """It alarms no more; False where there is none."""
        mine = (CANARY.c.id == canary) & CANARY.c.removed_at.is_(None)
        values = {"removed_at": timestamp(at), "removed_by": by, "reason": reason}
        return changed(self._connection, update(CANARY).where(mine).values(**values))

    def among(self, values: Iterable[Person]) -> Sequence[tuple[str, str, str]]:
        """(id, client, kind) of every canary's value among these (client, digest)."""
        asked, found = sorted(set(values)), list[tuple[str, str, str]]()
        for start in range(0, len(asked), _AT_ONCE):
            chosen = select(CANARY.c.id, CANARY.c.client, CANARY.c.kind).where(
                tuple_(CANARY.c.client, CANARY.c.digest).in_(asked[start : start + _AT_ONCE]),
                CANARY.c.removed_at.is_(None),
            )
            found += [(str(name), str(client), str(kind)) for name, client, kind in self._connection.execute(chosen)]
        return found

    def _found(self, condition: ColumnElement[bool]) -> Sequence[Canary]:
        columns = (CANARY.c.id, CANARY.c.client, CANARY.c.note, CANARY.c.added_at, CANARY.c.added_by)
        chosen = select(*columns).where(condition & CANARY.c.removed_at.is_(None)).distinct()
        rows = self._connection.execute(chosen.order_by(CANARY.c.added_at, CANARY.c.id)).mappings()
        return [_canary(Cells(CANARY, row)) for row in rows]


def _canary(cells: Cells) -> Canary:
    return Canary(
        id=cells.text("id"),
        client=cells.text("client"),
        note=cells.text("note"),
        added_at=cells.moment("added_at"),
        added_by=cells.text("added_by"),
    )
