"""Lists of client companies and of their written consents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, and_, func, select, true

from gateway.storage.stores.clients import Clients, Consents, row_to_consent
from gateway.storage.tables import CLIENT, CONSENT, EMPLOYER
from gateway.vocabulary.party import Client, Consent

CONSENTS_MAX = 1000


class Stands(StrEnum):
    """How a consent stands on a day, as a list is asked for."""

    IN_FORCE = "in-force"
    ENDING = "ending"  # in force, and over within the days asked for
    NOT_IN_FORCE = "not-in-force"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFilter:
    """What to list; None asks for everything. `day` is the day by which `stands` is judged, `soon` the last day of "ending"."""

    client: str | None = None
    employer: str | None = None
    stands: Stands | None = None
    day: date
    soon: date
    limit: int = CONSENTS_MAX
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentLine:
    """One consent with the names of its two companies."""

    consent: Consent
    client_name: str
    employer_name: str


def clients(connection: Connection) -> Sequence[Client]:
    """All client companies by id."""
    return Clients(connection).all()


def client(connection: Connection, wanted: str) -> Client | None:
    """One by id."""
    return Clients(connection).get(wanted)


def consent(connection: Connection, wanted: str) -> Consent | None:
    """One consent by id, ended or not."""
    return Consents(connection).get(wanted)


def consents(connection: Connection, wanted: ConsentFilter) -> tuple[Sequence[ConsentLine], int]:
    """A part of the ledger, those that end last first, by client; and how many lines it has."""
    condition = _condition(wanted)
    total = connection.execute(select(func.count()).select_from(CONSENT).where(condition)).scalar_one()
    names = (CLIENT.c.name.label("client_name"), EMPLOYER.c.name.label("employer_name"))
    joined = select(CONSENT, *names).join(CLIENT).join(EMPLOYER).where(condition)
    order = (CONSENT.c.client_id, CONSENT.c.valid_until.desc(), CONSENT.c.id)
    rows = connection.execute(joined.order_by(*order).limit(wanted.limit).offset(wanted.offset)).mappings()
    return [
        ConsentLine(consent=row_to_consent(row), client_name=row["client_name"], employer_name=row["employer_name"])
        for row in rows
    ], int(total)


def consents_of(connection: Connection, clients: Sequence[str]) -> Mapping[str, Sequence[Consent]]:
    """All consents of these clients that were not ended, by client."""
    found: dict[str, list[Consent]] = {client: [] for client in clients}
    for each in Consents(connection).matching(CONSENT.c.client_id.in_(clients) & CONSENT.c.ended_at.is_(None)):
        found[each.client].append(each)
    return found


def _condition(wanted: ConsentFilter) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [true()]
    if wanted.client is not None:
        parts.append(CONSENT.c.client_id == wanted.client)
    if wanted.employer is not None:
        parts.append(CONSENT.c.employer_id == wanted.employer)
    if wanted.stands is not None:
        parts.append(_standing(wanted.stands, wanted.day.isoformat(), wanted.soon.isoformat()))
    return and_(*parts)


def _standing(stands: Stands, day: str, soon: str) -> ColumnElement[bool]:
    in_force = and_(CONSENT.c.ended_at.is_(None), CONSENT.c.valid_from <= day, CONSENT.c.valid_until >= day)
    match stands:
        case Stands.IN_FORCE:
            return in_force
        case Stands.ENDING:
            return in_force & (CONSENT.c.valid_until <= soon)
        case Stands.NOT_IN_FORCE:
            return ~in_force
