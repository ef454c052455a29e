"""Who may be written to: ids, roles, standing and the sealed address of everybody who has one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from gateway.storage.cells import Cells
from gateway.storage.tables import PERSON
from gateway.vocabulary.identity import Role, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """One person with a mail address. Fills keeper.ports.StoredAddressee."""

    person: str
    roles: frozenset[Role]
    standing: Standing
    contract_end: date
    mail_sealed: bytes


def addressees(connection: Connection) -> Sequence[Addressee]:
    """Everybody who has a mail address, whatever the standing, by id."""
    chosen = select(PERSON).where(PERSON.c.mail_sealed.is_not(None)).order_by(PERSON.c.id)
    found = (Cells(PERSON, row) for row in connection.execute(chosen).mappings())
    return [
        Addressee(
            person=cells.text("id"),
            roles=cells.words("roles", Role),
            standing=cells.word("standing", Standing),
            contract_end=cells.day("contract_end"),
            mail_sealed=cells.blob("mail_sealed"),
        )
        for cells in found
    ]
