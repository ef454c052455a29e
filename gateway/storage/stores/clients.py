"""Client companies (委託元), their written consents, and the chain from client to employer that both make (R-28)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, select, update

from gateway.storage.cells import Cells
from gateway.storage.statements import changed, insert_new, one
from gateway.storage.tables import CLIENT, CONSENT, EMPLOYER
from gateway.vocabulary.clock import timestamp
from gateway.vocabulary.party import PROCESSOR, Chain, Client, Consent, unknown_chain


class Clients:
    """The table `client`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, client: Client) -> bool:
        """Insert; False where the id is taken."""
        return insert_new(self._connection, CLIENT, _client_row(client))

    def change(self, client: Client) -> bool:
        """Set everything but the id; False where the id is unknown."""
        values = {name: value for name, value in _client_row(client).items() if name != "id"}
        return changed(self._connection, update(CLIENT).where(CLIENT.c.id == client.id).values(**values))

    def get(self, client: str) -> Client | None:
        """The client of this id."""
        row = one(self._connection, select(CLIENT).where(CLIENT.c.id == client))
        return None if row is None else row_to_client(row)

    def all(self) -> tuple[Client, ...]:
        """All of them by id."""
        rows = self._connection.execute(select(CLIENT).order_by(CLIENT.c.id)).mappings()
        return tuple(row_to_client(row) for row in rows)


class Consents:
    """The table `consent`. Nothing of a stored consent changes but its end, once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, consent: Consent) -> bool:
        """Insert; False where the id is taken."""
        return insert_new(self._connection, CONSENT, _consent_row(consent))

    def get(self, consent: str) -> Consent | None:
        """The consent of this id, ended or not."""
        found = self.matching(CONSENT.c.id == consent)
        return found[0] if found else None

    def end(self, consent: str, *, by: str, at: datetime, reason: str) -> bool:
        """End it for good; False where it is unknown or has ended already."""
        standing = (CONSENT.c.id == consent) & CONSENT.c.ended_at.is_(None)
        values = {"ended_at": timestamp(at), "ended_by": by, "end_reason": reason}
        return changed(self._connection, update(CONSENT).where(standing).values(**values))

    def of_employer(self, employer: str) -> tuple[Consent, ...]:
        """All given for one employer, ended or not."""
        return tuple(self.matching(CONSENT.c.employer_id == employer))

    def of_client(self, client: str) -> tuple[Consent, ...]:
        """All one client ever gave."""
        return tuple(self.matching(CONSENT.c.client_id == client))

    def matching(self, condition: ColumnElement[bool]) -> Sequence[Consent]:
        """Consents that meet a condition on `consent`, by client, the latest days first."""
        order = (CONSENT.c.client_id, CONSENT.c.valid_until.desc(), CONSENT.c.id)
        rows = self._connection.execute(select(CONSENT).where(condition).order_by(*order)).mappings()
        return [row_to_consent(row) for row in rows]


def chain_of(connection: Connection, employer: str) -> Chain:
    """The chain of one employer: with all its consents and the clients' names where it needs any; unknown where it is none."""
    row = one(connection, select(EMPLOYER).where(EMPLOYER.c.id == employer))
    if row is None:
        return unknown_chain(employer)
    cells = Cells(EMPLOYER, row)
    chain = Chain(employer=employer, name=cells.text("name"), kind=cells.text("kind"))
    if not chain.needs_consent:
        return chain
    return Chain(
        employer=employer,
        name=chain.name,
        kind=chain.kind,
        operator=_operator(connection),
        consents=Consents(connection).of_employer(employer),
        clients=Clients(connection).all(),
    )


def row_to_client(row: RowMapping) -> Client:
    """One row of `client`."""
    cells = Cells(CLIENT, row)
    return Client(
        id=cells.text("id"),
        name=cells.text("name"),
        kana=cells.maybe_text("kana") or "",
        contact=cells.maybe_text("contact") or "",
    )


def row_to_consent(row: RowMapping) -> Consent:
    """One row of `consent`."""
    cells = Cells(CONSENT, row)
    return Consent(
        id=cells.text("id"),
        client=cells.text("client_id"),
        employer=cells.text("employer_id"),
        memorandum=cells.text("memorandum"),
        dated=cells.day("dated"),
        scope=cells.text("scope"),
        valid_from=cells.day("valid_from"),
        valid_until=cells.day("valid_until"),
        document=cells.text("document"),
        sha256=cells.blob("sha256"),
        registered_by=cells.text("registered_by"),
        registered_at=cells.moment("registered_at"),
        ended_at=cells.maybe_moment("ended_at"),
        ended_by=cells.maybe_text("ended_by"),
        end_reason=cells.maybe_text("end_reason"),
    )


def _operator(connection: Connection) -> str:
    """The name of the one processor; empty where there are several, or none."""
    rows = connection.execute(select(EMPLOYER.c.name).where(EMPLOYER.c.kind == PROCESSOR).limit(2)).scalars().all()
    return rows[0] if len(rows) == 1 else ""


def _client_row(client: Client) -> dict[str, Any]:
    return {"id": client.id, "name": client.name, "kana": client.kana or None, "contact": client.contact or None}


def _consent_row(consent: Consent) -> dict[str, Any]:
    return {
        "id": consent.id,
        "client_id": consent.client,
        "employer_id": consent.employer,
        "memorandum": consent.memorandum,
        "dated": consent.dated.isoformat(),
        "scope": consent.scope,
        "valid_from": consent.valid_from.isoformat(),
        "valid_until": consent.valid_until.isoformat(),
        "document": consent.document,
        "sha256": consent.sha256,
        "registered_by": consent.registered_by,
        "registered_at": timestamp(consent.registered_at),
        "ended_at": None if consent.ended_at is None else timestamp(consent.ended_at),
        "ended_by": consent.ended_by,
        "end_reason": consent.end_reason,
    }
