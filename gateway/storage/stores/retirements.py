"""Recordings at the end of their lives: which are looked at, which are retired, whose files are still there."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, exists, select, update

from gateway.recording.content_key import set_of
from gateway.recording.retiring import Candidate, Why
from gateway.storage.cells import Cells, read_json, texts_of
from gateway.storage.statements import changed, insert_new
from gateway.storage.stores.recordings import OPEN
from gateway.storage.tables import ORDER_CLIENT, RECORDING, RETIRED_RECORDING, SESSION, WORK_ORDER
from gateway.vocabulary.clock import timestamp

_CLOSED = RECORDING.c.state != OPEN
_RETIRED = exists().where(RETIRED_RECORDING.c.recording_id == RECORDING.c.id)
_OF = RECORDING.join(SESSION, RECORDING.c.session_id == SESSION.c.id).join(
    WORK_ORDER, SESSION.c.order_id == WORK_ORDER.c.id
)


class Retirements:
    """The table `retired_recording`, and what it stands beside."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def candidates(self, *, after: str, before: date, limit: int) -> Sequence[Candidate]:
        """Closed recordings that are not retired and began before the day, by id, behind `after`."""
        young = RECORDING.c.id < f"R-{before:%Y%m%d}"
        return self._found(_CLOSED & ~_RETIRED & young & (RECORDING.c.id > after), limit)

    def with_client(self, client: str, *, after: str, limit: int) -> Sequence[Candidate]:
        """The same of every day, of orders that name the client."""
        return self._found(_CLOSED & ~_RETIRED & _named(client) & (RECORDING.c.id > after), limit)

    def open_with_client(self, client: str) -> bool:
        """True while a recording of an order that names the client is not closed."""
        chosen = select(RECORDING.c.id).select_from(_OF).where((RECORDING.c.state == OPEN) & _named(client)).limit(1)
        return self._connection.execute(chosen).first() is not None

    def living(self, day: date, clients: Sequence[str]) -> bool:
        """True while a recording that began on the day for exactly these clients is not retired."""
        wanted = set_of(clients)
        of_day = (RECORDING.c.id >= f"R-{day:%Y%m%d}") & (RECORDING.c.id < f"R-{day + timedelta(days=1):%Y%m%d}")
        chosen = select(WORK_ORDER.c.clients).select_from(_OF).where(of_day & ~_RETIRED).distinct()
        found = self._connection.execute(chosen).scalars()
        return any(set_of(texts_of(read_json(each))) == wanted for each in found)

    def retire(self, recording: str, why: Why, at: datetime) -> bool:
        """Its life is over; False where it was already."""
        row = {"recording_id": recording, "at": timestamp(at), "why": why.value}
        return insert_new(self._connection, RETIRED_RECORDING, row)

    def unremoved(self, limit: int) -> Sequence[tuple[str, str]]:
        """(id, path) of retired recordings whose files may still be there."""
        joined = RETIRED_RECORDING.join(RECORDING, RETIRED_RECORDING.c.recording_id == RECORDING.c.id)
        chosen = select(RECORDING.c.id, RECORDING.c.path).select_from(joined)
        rows = self._connection.execute(chosen.where(RETIRED_RECORDING.c.removed_at.is_(None)).limit(limit))
        return [(str(recording), str(path)) for recording, path in rows]

    def removed(self, recording: str, at: datetime) -> bool:
        """Its file is gone; False where that is known."""
        table = RETIRED_RECORDING.c
        still = (table.recording_id == recording) & table.removed_at.is_(None)
        return changed(self._connection, update(RETIRED_RECORDING).where(still).values(removed_at=timestamp(at)))

    def _found(self, condition: ColumnElement[bool], limit: int) -> Sequence[Candidate]:
        return list(self._read(condition, limit))

    def _read(self, condition: ColumnElement[bool], limit: int) -> Iterator[Candidate]:
        chosen = select(RECORDING, WORK_ORDER.c.clients).select_from(_OF).where(condition)
        for row in self._connection.execute(chosen.order_by(RECORDING.c.id).limit(limit)).mappings():
            cells = Cells(RECORDING, row)
            yield Candidate(
                recording=cells.text("id"),
                session=cells.text("session_id"),
                path=cells.text("path"),
                clients=set_of(Cells(WORK_ORDER, row).texts("clients")),
                last=cells.moment("last_at").date(),
                final_hash=cells.blob("final_hash"),
            )


def _named(client: str) -> ColumnElement[bool]:
    return exists().where((ORDER_CLIENT.c.order_id == SESSION.c.order_id) & (ORDER_CLIENT.c.client == client))
