"""Lists of targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true

from gateway.storage.cells import json_text
from gateway.storage.statements import one
from gateway.storage.stores.targets import row_to_host_keys, row_to_target
from gateway.storage.tables import TARGET
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.target import Protocol, Target


class Row(StrEnum):
    """How a target stands in the risk register, as a list is asked for."""

    CURRENT = "current"
    OVERDUE = "overdue"  # its day of review has gone by
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFilter:
    """What to list; None asks for everything. `text` is looked for in name, address and accounts; `day` is today in Japan."""

    day: date
    text: str | None = None
    protocol: Protocol | None = None
    standing: Standing | None = None
    personal_data: bool | None = None
    client: str | None = None
    row: Row | None = None
    limit: int = 1000
    offset: int = 0


def targets(connection: Connection) -> Sequence[Target]:
    """All targets, whatever their standing, by name."""
    rows = connection.execute(select(TARGET).order_by(TARGET.c.name)).mappings()
    return [row_to_target(row) for row in rows]


def pinned_databases(connection: Connection) -> Sequence[tuple[str, tuple[bytes, ...]]]:
    """Active database targets by name, with the certificates they are known by: all that the worker may read of a target."""
    wanted = and_(TARGET.c.protocol == Protocol.POSTGRESQL.value, TARGET.c.standing == Standing.ACTIVE.value)
    rows = connection.execute(
        select(TARGET.c.name, TARGET.c.host_keys).where(wanted).order_by(TARGET.c.name)
    ).mappings()
    return [(str(row["name"]), row_to_host_keys(row)) for row in rows]


def found_targets(connection: Connection, wanted: TargetFilter) -> tuple[Sequence[Target], int]:
    """A part of the targets that meet every part of the filter, by name; and how many do."""
    condition = _condition(wanted)
    total = connection.execute(select(func.count()).select_from(TARGET).where(condition)).scalar_one()
    chosen = select(TARGET).where(condition).order_by(TARGET.c.name).limit(wanted.limit).offset(wanted.offset)
    return [row_to_target(row) for row in connection.execute(chosen).mappings()], int(total)


def target_by_id(connection: Connection, target: str) -> Target | None:
    """One target by id, whatever its standing."""
    row = one(connection, select(TARGET).where(TARGET.c.id == target))
    return None if row is None else row_to_target(row)


def _condition(wanted: TargetFilter) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [true()]
    if wanted.text:
        columns = (TARGET.c.name, TARGET.c.address, TARGET.c.accounts)
        parts.append(or_(*(func.lower(each).contains(wanted.text.lower(), autoescape=True) for each in columns)))
    if wanted.protocol is not None:
        parts.append(TARGET.c.protocol == wanted.protocol.value)
    if wanted.standing is not None:
        parts.append(TARGET.c.standing == wanted.standing.value)
    if wanted.personal_data is not None:
        free = and_(TARGET.c.free_until.is_not(None), TARGET.c.free_until >= wanted.day.isoformat())
        parts.append(~free if wanted.personal_data else free)
    if wanted.client is not None:
        parts.append(TARGET.c.clients.contains(json_text(wanted.client), autoescape=True))
    if wanted.row is not None:
        parts.append(_row(wanted.row, wanted.day.isoformat()))
    return and_(*parts)


def _row(row: Row, day: str) -> ColumnElement[bool]:
    review_on = TARGET.c.risk_review_on
    match row:
        case Row.CURRENT:
            return review_on.is_not(None) & (review_on >= day)
        case Row.OVERDUE:
            return review_on.is_not(None) & (review_on < day)
        case Row.MISSING:
            return review_on.is_(None)
