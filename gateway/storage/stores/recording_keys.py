"""Key pairs of recordings: made by the keeper, destroyed by the registrar, one row each way."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, func, select, update

from gateway.recording.content_key import ContentKey, set_of
from gateway.storage.cells import Cells, json_text, read_json, texts_of
from gateway.storage.statements import changed, insert_new, one
from gateway.storage.tables import RECORDING_KEY
from gateway.vocabulary.clock import timestamp

_PUBLIC = (RECORDING_KEY.c.name, RECORDING_KEY.c.day, RECORDING_KEY.c.clients)


class RecordingKeys:
    """The table `recording_key`, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, key: ContentKey) -> bool:
        """Insert; False where the name is taken."""
        row = {
            "name": key.name,
            "day": key.day,
            "clients": clients_cell(key.clients),
            "public": key.public,
            "sealed": key.sealed,
            "made_at": timestamp(key.made_at),
        }
        return insert_new(self._connection, RECORDING_KEY, row)

    def of(self, day: str, clients: Sequence[str]) -> ContentKey | None:
        """The pair in use for the day (`YYYYMMDD`) and set; None where none was made, or all were destroyed or not restored."""
        table = RECORDING_KEY.c
        living = (table.day == day) & (table.clients == clients_cell(clients)) & table.sealed.is_not(None)
        row = one(self._connection, select(RECORDING_KEY).where(living).order_by(table.made_at, table.name).limit(1))
        return None if row is None else row_to_key(row)

    def get(self, name: bytes) -> ContentKey | None:
        """One by name, whatever became of it."""
        row = one(self._connection, select(RECORDING_KEY).where(RECORDING_KEY.c.name == name))
        return None if row is None else row_to_key(row)

    def living(self, until: date, *, after: bytes, limit: int) -> Sequence[tuple[bytes, str, tuple[str, ...]]]:
        """(name, day, clients) of those of days up to `until` that are not destroyed, by name, behind `after`."""
        table = RECORDING_KEY.c
        chosen = select(*_PUBLIC).where(
            table.destroyed_at.is_(None), table.day <= f"{until:%Y%m%d}", table.name > after
        )
        rows = self._connection.execute(chosen.order_by(table.name).limit(limit))
        return [(bytes(name), str(day), texts_of(read_json(clients))) for name, day, clients in rows]

    def sealed_halves(self) -> Mapping[bytes, bytes]:
        """What a backup keeps beside itself: the private halves that are left, sealed, by name."""
        table = RECORDING_KEY.c
        rows = self._connection.execute(select(table.name, table.sealed).where(table.sealed.is_not(None)))
        return {bytes(name): bytes(sealed) for name, sealed in rows}

    def give_back(self, halves: Mapping[bytes, bytes]) -> int:
        """Put private halves back that a restore left out; how many were wanted. What was destroyed stays so."""
        table, given = RECORDING_KEY.c, 0
        for name, sealed in halves.items():
            missing = (table.name == name) & table.sealed.is_(None) & table.destroyed_at.is_(None)
            given += changed(self._connection, update(RECORDING_KEY).where(missing).values(sealed=sealed))
        return given

    def keyless(self) -> int:
        """How many pairs have neither a private half nor an end."""
        table = RECORDING_KEY.c
        lost = table.sealed.is_(None) & table.destroyed_at.is_(None)
        return int(self._connection.execute(select(func.count()).select_from(RECORDING_KEY).where(lost)).scalar_one())

    def destroy(self, name: bytes, at: datetime) -> bool:
        """Its private half is gone for good; False where it is already."""
        mine = (RECORDING_KEY.c.name == name) & RECORDING_KEY.c.destroyed_at.is_(None)
        values = {"sealed": None, "destroyed_at": timestamp(at)}
        return changed(self._connection, update(RECORDING_KEY).where(mine).values(**values))


def clients_cell(clients: Sequence[str]) -> str:
    """A set of clients as it is stored."""
    return json_text(list(set_of(clients)))


def row_to_key(row: RowMapping) -> ContentKey:
    """A pair from its row. Raises GatewayFault."""
    cells = Cells(RECORDING_KEY, row)
    return ContentKey(
        name=cells.blob("name"),
        day=cells.text("day"),
        clients=cells.texts("clients"),
        public=cells.blob("public"),
        sealed=None if row["sealed"] is None else cells.blob("sealed"),
        made_at=cells.moment("made_at"),
        destroyed_at=cells.maybe_moment("destroyed_at"),
    )
