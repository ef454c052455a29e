"""Lists of employers, with how many people of theirs hold an account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true

from gateway.storage.stores.parties import row_to_employer
from gateway.storage.tables import EMPLOYER, PERSON
from gateway.vocabulary.identity import Employer, Standing

EmployerLine = Employer


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerFilter:
    """What to list; None asks for everything. `text` is looked for in name, id and contract number."""

    text: str | None = None
    kind: str | None = None
    ending_until: date | None = None
    limit: int = 50
    offset: int = 0


def employers(connection: Connection) -> Sequence[Employer]:
    """All employers by id."""
    rows = connection.execute(select(EMPLOYER).order_by(EMPLOYER.c.id)).mappings()
    return [row_to_employer(row) for row in rows]


def found_employers(connection: Connection, wanted: EmployerFilter) -> tuple[Sequence[Employer], int]:
    """A part of the employers that meet every part of the filter, by name; and how many do."""
    condition = _condition(wanted)
    total = connection.execute(select(func.count()).select_from(EMPLOYER).where(condition)).scalar_one()
    chosen = select(EMPLOYER).where(condition).order_by(EMPLOYER.c.name, EMPLOYER.c.id)
    rows = connection.execute(chosen.limit(wanted.limit).offset(wanted.offset)).mappings()
    return [row_to_employer(row) for row in rows], int(total)


def heads(connection: Connection, *, ending_after: date | None = None) -> Mapping[str, int]:
    """How many accounts that are not revoked each employer's people hold, by its id; `ending_after`: those past that day."""
    counted = select(PERSON.c.employer_id, func.count()).where(PERSON.c.standing != Standing.REVOKED.value)
    if ending_after is not None:
        counted = counted.where(PERSON.c.contract_end > ending_after.isoformat())
    return {str(employer): int(count) for employer, count in connection.execute(counted.group_by(PERSON.c.employer_id))}


def _condition(wanted: EmployerFilter) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [true()]
    if wanted.text:
        columns = (EMPLOYER.c.name, EMPLOYER.c.id, func.coalesce(EMPLOYER.c.contract_number, ""))
        parts.append(or_(*(func.lower(each).contains(wanted.text.lower(), autoescape=True) for each in columns)))
    if wanted.kind is not None:
        parts.append(EMPLOYER.c.kind == wanted.kind)
    if wanted.ending_until is not None:
        parts.append(EMPLOYER.c.contract_end <= wanted.ending_until.isoformat())
    return and_(*parts)
