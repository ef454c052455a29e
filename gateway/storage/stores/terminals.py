"""Registered maintenance terminals, each with its newest key."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, select, update

from gateway.authentication.ports import KeyKind
from gateway.crypto.digest import sha256
from gateway.storage.cells import Cells
from gateway.storage.statements import changed, insert_new, one, there_is
from gateway.storage.tables import SSH_KEY, TERMINAL
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.terminal import Terminal, TerminalKind

_AT_ONCE: Final = 500  # ids in one statement


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

    def certified(self, certificate: bytes) -> str | None:
        """The id of the terminal, of any standing, this certificate (DER) is registered for; None where it is nobody's."""
        row = one(
            self._connection, select(TERMINAL.c.id).where(TERMINAL.c.certificate_digest == sha256(certificate).hex())
        )
        return None if row is None else str(row["id"])

    def add(
        self,
        *,
        id: str,  # noqa: A002  # the column's name
        name: str,
        site: str,
        owner: str,
        kind: TerminalKind = TerminalKind.ORDINARY,
        certificate: bytes | None = None,
    ) -> bool:
        """Insert an ACTIVE terminal; False where id, name or certificate is taken."""
        values = {
            "id": id, "name": name, "site": site, "owner": owner, "standing": Standing.ACTIVE.value,
            "kind": kind.value, **_certificate(certificate),
        }  # fmt: skip
        return insert_new(self._connection, TERMINAL, values)

    def change(
        self,
        *,
        id: str,  # noqa: A002
        name: str,
        site: str,
        owner: str,
        standing: Standing,
        kind: TerminalKind = TerminalKind.ORDINARY,
        certificate: bytes | None = None,
    ) -> bool:
        """Set all of these; False where the id is unknown. Name and certificate are known to be nobody else's."""
        values = {
            "name": name, "site": site, "owner": owner, "standing": standing.value, "kind": kind.value,
            **_certificate(certificate),
        }  # fmt: skip
        return changed(self._connection, update(TERMINAL).where(TERMINAL.c.id == id).values(**values))


def _certificate(der: bytes | None) -> dict[str, Any]:
    return {"certificate": der, "certificate_digest": None if der is None else sha256(der).hex()}


def _newest_key(id_: str) -> Select[bytes]:
    """A good key before a revoked one, a newer before an older."""
    own = (SSH_KEY.c.kind == KeyKind.TERMINAL.value) & (SSH_KEY.c.owner_id == id_)
    revoked_last = SSH_KEY.c.revoked_at.is_not(None)
    return select(SSH_KEY.c.blob).where(own).order_by(revoked_last, SSH_KEY.c.added_at.desc()).limit(1)


def newest_keys(connection: Connection, terminals: Sequence[str]) -> Mapping[str, bytes]:
    """The blob of each terminal's key by its id, chosen as `get` chooses it; in statements of bounded length."""
    newest: dict[str, bytes] = {}
    for part in range(0, len(terminals), _AT_ONCE):
        own = (SSH_KEY.c.kind == KeyKind.TERMINAL.value) & SSH_KEY.c.owner_id.in_(terminals[part : part + _AT_ONCE])
        best_last = select(SSH_KEY.c.owner_id, SSH_KEY.c.blob).where(own)
        for owner, blob in connection.execute(best_last.order_by(SSH_KEY.c.revoked_at.is_(None), SSH_KEY.c.added_at)):
            newest[owner] = blob
    return newest


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
        kind=cells.word("kind", TerminalKind),
        certificate=None if row["certificate"] is None else cells.blob("certificate"),
    )
