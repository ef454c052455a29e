"""Lists of maintenance terminals, each with its key."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true

from gateway.storage.stores.terminals import newest_keys, row_to_terminal
from gateway.storage.tables import EMPLOYER, TERMINAL
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.terminal import Terminal, TerminalKind


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalFilter:
    """What to list; None asks for everything. `text` is looked for in name, site and id; `owner` is an employer's id."""

    text: str | None = None
    owner: str | None = None
    kind: TerminalKind | None = None
    standing: Standing | None = None
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalLine:
    """One line of the list; `owner_name` is the name of the employer that keeps it, or its `owner` where that is none's id."""

    terminal: Terminal
    owner_name: str


def terminals(connection: Connection) -> Sequence[Terminal]:
    """All terminals, whatever their standing, by name."""
    return _read(connection, true())


def terminal_named(connection: Connection, name: str) -> Terminal | None:
    """The terminal of this id or name, the id first."""
    found = _read(connection, or_(TERMINAL.c.id == name, TERMINAL.c.name == name))
    return next((each for each in found if each.id == name), found[0] if found else None)


def found_terminals(connection: Connection, wanted: TerminalFilter) -> tuple[Sequence[TerminalLine], int]:
    """A part of the terminals that meet every part of the filter, by name; and how many do."""
    condition = _condition(wanted)
    total = connection.execute(select(func.count()).select_from(TERMINAL).where(condition)).scalar_one()
    found = _read(connection, condition, limit=wanted.limit, offset=wanted.offset)
    owners = {each.owner for each in found}
    named = connection.execute(select(EMPLOYER.c.id, EMPLOYER.c.name).where(EMPLOYER.c.id.in_(owners))).all()
    names = {str(employer): str(name) for employer, name in named}
    return [TerminalLine(terminal=each, owner_name=names.get(each.owner, each.owner)) for each in found], int(total)


def _read(
    connection: Connection, condition: ColumnElement[bool], *, limit: int | None = None, offset: int = 0
) -> list[Terminal]:
    chosen = select(TERMINAL).where(condition).order_by(TERMINAL.c.name).limit(limit).offset(offset)
    rows = connection.execute(chosen).mappings().all()
    keys = newest_keys(connection, [str(row["id"]) for row in rows])
    return [row_to_terminal(row, keys.get(str(row["id"]))) for row in rows]


def _condition(wanted: TerminalFilter) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [true()]
    if wanted.text:
        columns = (TERMINAL.c.name, TERMINAL.c.site, TERMINAL.c.id)
        parts.append(or_(*(func.lower(each).contains(wanted.text.lower(), autoescape=True) for each in columns)))
    if wanted.owner is not None:
        parts.append(TERMINAL.c.owner == wanted.owner)
    if wanted.kind is not None:
        parts.append(TERMINAL.c.kind == wanted.kind.value)
    if wanted.standing is not None:
        parts.append(TERMINAL.c.standing == wanted.standing.value)
    return and_(*parts)
