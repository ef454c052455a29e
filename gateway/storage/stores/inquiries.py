"""Inquiries on the disclosure records: written once, never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from gateway.disclosure.inquiry import About, Inquiry
from gateway.storage.cells import Cells
from gateway.storage.statements import insert_new, one
from gateway.storage.tables import INQUIRY
from gateway.vocabulary.clock import timestamp


class Inquiries:
    """The table `inquiry`, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, inquiry: Inquiry) -> bool:
        """Insert; False where the id is taken."""
        row = {
            "id": inquiry.id,
            "person_id": inquiry.person,
            "about": inquiry.about.value,
            "client": inquiry.client,
            "since": inquiry.since.isoformat(),
            "until": inquiry.until.isoformat(),
            "numbers": inquiry.numbers,
            "purpose": inquiry.purpose,
            "at": timestamp(inquiry.at),
        }
        return insert_new(self._connection, INQUIRY, row)

    def get(self, inquiry: str) -> Inquiry | None:
        """One by id."""
        row = one(self._connection, select(INQUIRY).where(INQUIRY.c.id == inquiry))
        return None if row is None else row_to_inquiry(row)

    def numbers_since(self, person: str, since: datetime) -> int:
        """How many numbers that person has asked about since the moment."""
        table = INQUIRY.c
        lately = (table.person_id == person) & (table.at >= timestamp(since))
        chosen = select(func.coalesce(func.sum(table.numbers), 0)).where(lately)
        return int(self._connection.execute(chosen).scalar_one())


def row_to_inquiry(row: Any) -> Inquiry:
    """An inquiry from its row. Raises GatewayFault."""
    cells = Cells(INQUIRY, row)
    return Inquiry(
        id=cells.text("id"),
        person=cells.text("person_id"),
        about=cells.word("about", About),
        client=cells.text("client"),
        since=cells.day("since"),
        until=cells.day("until"),
        numbers=cells.number("numbers"),
        purpose=cells.text("purpose"),
        at=cells.moment("at"),
    )
