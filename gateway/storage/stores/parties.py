"""Employers of people. The client companies whose data the targets hold are in clients.py."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from gateway.storage.cells import Cells
from gateway.storage.statements import changed, insert_new, one
from gateway.storage.tables import EMPLOYER
from gateway.vocabulary.identity import Employer


class Parties:
    """The table `employer`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_employer(
        self,
        *,
        id: str,  # noqa: A002  # the column's name
        name: str,
        kind: str,
        contract_number: str | None = None,
        contract_start: date | None = None,
        contract_end: date | None = None,
    ) -> bool:
        """Insert; False where the id is taken."""
        employer = Employer(
            id=id,
            name=name,
            kind=kind,
            contract_number=contract_number,
            contract_start=contract_start,
            contract_end=contract_end,
        )
        return insert_new(self._connection, EMPLOYER, {"id": id, **_values(employer)})

    def employer(self, employer: str) -> Employer | None:
        """One employer by id."""
        row = one(self._connection, select(EMPLOYER).where(EMPLOYER.c.id == employer))
        return None if row is None else row_to_employer(row)

    def change_employer(self, employer: Employer) -> bool:
        """Set everything but the id; False where it is unknown."""
        known = update(EMPLOYER).where(EMPLOYER.c.id == employer.id)
        return changed(self._connection, known.values(**_values(employer)))

    def employer_name(self, employer: str) -> str | None:
        """The employer's name; None where the id is unknown."""
        row = one(self._connection, select(EMPLOYER).where(EMPLOYER.c.id == employer))
        return None if row is None else Cells(EMPLOYER, row).text("name")


def row_to_employer(row: RowMapping) -> Employer:
    """One row of `employer`."""
    cells = Cells(EMPLOYER, row)
    return Employer(
        id=cells.text("id"),
        name=cells.text("name"),
        kind=cells.text("kind"),
        contract_number=cells.maybe_text("contract_number"),
        contract_start=cells.maybe_day("contract_start"),
        contract_end=cells.maybe_day("contract_end"),
    )


def _values(employer: Employer) -> dict[str, Any]:
    start, end = employer.contract_start, employer.contract_end
    return {
        "name": employer.name,
        "kind": employer.kind,
        "contract_number": employer.contract_number,
        "contract_start": None if start is None else start.isoformat(),
        "contract_end": None if end is None else end.isoformat(),
    }
