"""Employers of people, and the client companies (委託元) whose data the targets hold."""

from sqlalchemy import Connection, select

from gateway.storage.cells import Cells
from gateway.storage.statements import insert_new, one
from gateway.storage.tables import CLIENT, EMPLOYER


class Parties:
    """The tables `employer` and `client`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_employer(self, *, id: str, name: str, kind: str) -> bool:  # noqa: A002  # the column's name
        """Insert; False where the id is taken."""
        return insert_new(self._connection, EMPLOYER, {"id": id, "name": name, "kind": kind})

    def add_client(self, *, id: str, name: str) -> bool:  # noqa: A002
        """Insert; False where the id is taken."""
        return insert_new(self._connection, CLIENT, {"id": id, "name": name})

    def employer_name(self, employer: str) -> str | None:
        """The employer's name; None where the id is unknown."""
        row = one(self._connection, select(EMPLOYER).where(EMPLOYER.c.id == employer))
        return None if row is None else Cells(EMPLOYER, row).text("name")
