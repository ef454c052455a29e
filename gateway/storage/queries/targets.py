"""Lists of targets, terminals, employers and client companies."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from gateway.storage.cells import Cells
from gateway.storage.stores.targets import row_to_target
from gateway.storage.stores.terminals import Terminals
from gateway.storage.tables import CLIENT, EMPLOYER, TARGET, TERMINAL
from gateway.vocabulary.target import Target
from gateway.vocabulary.terminal import Terminal


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerLine:
    """One employer."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientLine:
    """One client company."""

    id: str
    name: str


def targets(connection: Connection) -> Sequence[Target]:
    """All targets, whatever their standing, by name."""
    rows = connection.execute(select(TARGET).order_by(TARGET.c.name)).mappings()
    return [row_to_target(row) for row in rows]


def terminals(connection: Connection) -> Sequence[Terminal]:
    """All terminals, whatever their standing, by name."""
    ids = connection.execute(select(TERMINAL.c.id).order_by(TERMINAL.c.name)).scalars().all()
    found = (Terminals(connection).get(each) for each in ids)
    return [each for each in found if each is not None]


def employers(connection: Connection) -> Sequence[EmployerLine]:
    """All employers by id."""
    rows = [Cells(EMPLOYER, row) for row in connection.execute(select(EMPLOYER).order_by(EMPLOYER.c.id)).mappings()]
    return [EmployerLine(id=cells.text("id"), name=cells.text("name"), kind=cells.text("kind")) for cells in rows]


def clients(connection: Connection) -> Sequence[ClientLine]:
    """All client companies by id."""
    rows = [Cells(CLIENT, row) for row in connection.execute(select(CLIENT).order_by(CLIENT.c.id)).mappings()]
    return [ClientLine(id=cells.text("id"), name=cells.text("name")) for cells in rows]
