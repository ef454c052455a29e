"""Clients whose contract is over: written once."""

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, select

from gateway.recording.contract_end import ContractEnd
from gateway.storage.cells import Cells
from gateway.storage.statements import insert_new, one
from gateway.storage.tables import CONTRACT_END
from gateway.vocabulary.clock import timestamp


class ContractEnds:
    """The table `contract_end`, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, end: ContractEnd) -> bool:
        """Insert; False where the client's contract has ended already."""
        row = {
            "client": end.client,
            "at": timestamp(end.at),
            "asked_by": end.asked_by,
            "confirmed_by": end.confirmed_by,
            "reason": end.reason,
            "keys": end.keys,
            "recordings": end.recordings,
            "lasting": end.lasting,
            "shared": end.shared,
        }
        return insert_new(self._connection, CONTRACT_END, row)

    def get(self, client: str) -> ContractEnd | None:
        """The end of one client's contract."""
        row = one(self._connection, select(CONTRACT_END).where(CONTRACT_END.c.client == client))
        return None if row is None else _end(row)

    def every(self) -> Sequence[ContractEnd]:
        """All of them by client."""
        rows = self._connection.execute(select(CONTRACT_END).order_by(CONTRACT_END.c.client)).mappings()
        return [_end(row) for row in rows]


def _end(row: RowMapping) -> ContractEnd:
    cells = Cells(CONTRACT_END, row)
    return ContractEnd(
        client=cells.text("client"),
        at=cells.moment("at"),
        asked_by=cells.text("asked_by"),
        confirmed_by=cells.text("confirmed_by"),
        reason=cells.text("reason"),
        keys=cells.number("keys"),
        recordings=cells.number("recordings"),
        lasting=cells.number("lasting"),
        shared=cells.number("shared"),
    )
