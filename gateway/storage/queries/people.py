"""Lists of people: without personal fields, and, where a screen needs names, with them, opened by the keeper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, select, true

from gateway.authentication.ports import KeyKind
from gateway.storage.cells import Cells
from gateway.storage.fields import FieldCipher
from gateway.storage.stores.people import opened_names
from gateway.storage.tables import EMPLOYER, PERSON, SSH_KEY
from gateway.vocabulary.identity import Engagement, Language, Role, Standing

PEOPLE_MAX = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One account, nothing personal in it. `version` is what a change of it must name."""

    id: str
    username: str
    employer: str
    employer_name: str
    engagement: Engagement
    agency: str | None
    contract_end: date
    roles: frozenset[Role]
    language: Language
    standing: Standing
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """One registered key of a person or a terminal."""

    fingerprint: str
    kind: KeyKind
    owner: str
    comment: str
    added_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RealName:
    """The personal fields of one person. Show them, never log them."""

    name: str
    kana: str
    number: str

    def __repr__(self) -> str:
        return "RealName(hidden)"


def people(connection: Connection, limit: int = PEOPLE_MAX) -> Sequence[PersonLine]:
    """Accounts by user name."""
    return _chosen(connection, true(), limit)


def person_named(connection: Connection, username: str) -> PersonLine | None:
    """The account with this user name."""
    found = _chosen(connection, PERSON.c.username == username, 1)
    return found[0] if found else None


def real_names(connection: Connection, cipher: FieldCipher, ids: Sequence[str]) -> Mapping[str, RealName]:
    """The personal fields of these people by id, opened in one batch; ids nobody has are left out."""
    rows = connection.execute(select(PERSON).where(PERSON.c.id.in_(ids))).mappings().all()
    opened = opened_names(rows, cipher)
    return {
        row["id"]: RealName(name=name, kana=kana, number=number)
        for row, (name, kana, number) in zip(rows, opened, strict=True)
    }


def keys_of(connection: Connection, owner: str) -> Sequence[KeyLine]:
    """All keys a person or terminal ever had, newest first."""
    chosen = (
        select(SSH_KEY).where(SSH_KEY.c.owner_id == owner).order_by(SSH_KEY.c.added_at.desc(), SSH_KEY.c.fingerprint)
    )
    return [_key_line(row) for row in connection.execute(chosen).mappings()]


def _chosen(connection: Connection, condition: ColumnElement[bool], limit: int) -> Sequence[PersonLine]:
    joined = select(PERSON, EMPLOYER.c.name.label("employer_name")).join(EMPLOYER).where(condition)
    rows = connection.execute(joined.order_by(PERSON.c.username).limit(limit)).mappings()
    return [_person_line(row) for row in rows]


def _person_line(row: RowMapping) -> PersonLine:
    cells = Cells(PERSON, row)
    return PersonLine(
        id=cells.text("id"),
        username=cells.text("username"),
        employer=cells.text("employer_id"),
        employer_name=cells.text("employer_name"),
        engagement=cells.word("engagement", Engagement),
        agency=cells.maybe_text("agency"),
        contract_end=cells.day("contract_end"),
        roles=cells.words("roles", Role),
        language=cells.word("language", Language),
        standing=cells.word("standing", Standing),
        version=cells.number("version"),
    )


def _key_line(row: RowMapping) -> KeyLine:
    cells = Cells(SSH_KEY, row)
    return KeyLine(
        fingerprint=cells.text("fingerprint"),
        kind=cells.word("kind", KeyKind),
        owner=cells.text("owner_id"),
        comment=cells.text("comment"),
        added_at=cells.moment("added_at"),
        revoked_at=cells.maybe_moment("revoked_at"),
    )
