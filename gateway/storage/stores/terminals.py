"""Registered maintenance terminals, each with its newest key."""

from sqlalchemy import Connection, RowMapping, Select, select, update

from gateway.authentication.ports import KeyKind
from gateway.storage.cells import Cells
from gateway.storage.statements import changed, insert_new, one, there_is
from gateway.storage.tables import SSH_KEY, TERMINAL
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.terminal import Terminal


class Terminals:
    """The table `terminal`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, terminal: str) -> Terminal | None:
        """One terminal by id, whatever its standing. Raises GatewayFault for one that never had a key."""
        row = one(self._connection, select(TERMINAL).where(TERMINAL.c.id == terminal))
        if row is None:
            return None
        blob = self._connection.execute(_newest_key(terminal)).scalar()
        return row_to_terminal(row, blob)

    def named(self, name: str) -> bool:
        """True if a terminal has this name."""
        return there_is(self._connection, TERMINAL.c.name == name)

    def add(self, *, id: str, name: str, site: str, owner: str) -> bool:  # noqa: A002  # the column's name
        """Insert an ACTIVE terminal; False where id or name is taken."""
        values = {"id": id, "name": name, "site": site, "owner": owner, "standing": Standing.ACTIVE.value}
        return insert_new(self._connection, TERMINAL, values)

    def change(self, *, id: str, name: str, site: str, owner: str, standing: Standing) -> bool:  # noqa: A002
        """Set all of these; False where the id is unknown."""
        values = {"name": name, "site": site, "owner": owner, "standing": standing.value}
        return changed(self._connection, update(TERMINAL).where(TERMINAL.c.id == id).values(**values))


def _newest_key(id_: str) -> Select[bytes]:
    """A good key before a revoked one, a newer before an older."""
    own = (SSH_KEY.c.kind == KeyKind.TERMINAL.value) & (SSH_KEY.c.owner_id == id_)
    revoked_last = SSH_KEY.c.revoked_at.is_not(None)
    return select(SSH_KEY.c.blob).where(own).order_by(revoked_last, SSH_KEY.c.added_at.desc()).limit(1)


def row_to_terminal(row: RowMapping, blob: bytes | None) -> Terminal:
    """One row of `terminal` with the blob of its key."""
    cells = Cells(TERMINAL, row)
    if blob is None:
        raise cells.fault("id (no key)")
    return Terminal(
        id=cells.text("id"),
        name=cells.text("name"),
        site=cells.text("site"),
        owner=cells.text("owner"),
        public_key=blob,
        standing=cells.word("standing", Standing),
    )
