"""Nodes that run: one row each, from the start of its registrar to its orderly stop or to the day another node found it dead."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, select

from gateway.storage.cells import Cells
from gateway.storage.statements import changed, put, there_is
from gateway.storage.tables import NODE
from gateway.vocabulary.clock import timestamp


class Nodes:
    """The table `node`. `started_at` tells one run of a node from the next."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def running(self) -> Mapping[str, datetime]:
        """Every node that runs, and since when."""
        rows = self._connection.execute(select(NODE).order_by(NODE.c.id)).mappings()
        return {cells.text("id"): cells.moment("started_at") for cells in (Cells(NODE, row) for row in rows)}

    def began(self, node: str, at: datetime) -> None:
        """The node runs from now on; what an earlier run of it left here is over."""
        put(self._connection, NODE, {"id": node, "started_at": timestamp(at)})

    def runs(self, node: str, since: datetime) -> bool:
        """True while this run of the node has neither stopped nor been found dead, and no later one began."""
        return there_is(self._connection, (NODE.c.id == node) & (NODE.c.started_at == timestamp(since)))

    def ended(self, node: str, since: datetime) -> bool:
        """This run of the node is over; False where it was already."""
        own = (NODE.c.id == node) & (NODE.c.started_at == timestamp(since))
        return changed(self._connection, delete(NODE).where(own))
