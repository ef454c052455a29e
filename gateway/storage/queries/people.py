"""Lists of people: without personal fields, and, where a screen needs names, with them, opened by the keeper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, select, true

from gateway.authentication.ports import KeyKind
from gateway.crypto.wire import Reader
from gateway.storage.cells import Cells, json_text
from gateway.storage.fields import FieldCipher
from gateway.storage.statements import one
from gateway.storage.stores.people import opened_mails, opened_names
from gateway.storage.tables import EMPLOYER, PERSON, SSH_KEY, TERMINAL
from gateway.vocabulary.identity import Engagement, Language, Role, Standing

PEOPLE_MAX = 5_000
_NAMES_AT_ONCE = 3_000  # three fields each, within what the keeper opens at once (keeper/requests.py)


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
    trained_on: date | None = None
    oath_on: date | None = None
    has_mail: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFilter:
    """Whom to list; None asks for everybody. `employer` is an id; `ending_until`: whose contract ends on that day or before.

    `limit` None is everybody, as far as PEOPLE_MAX.
    """

    employer: str | None = None
    role: Role | None = None
    standing: Standing | None = None
    ending_until: date | None = None
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """One registered key of a person or a terminal; `algorithm` is its type, such as `sk-ssh-ed25519@openssh.com`."""

    fingerprint: str
    kind: KeyKind
    owner: str
    comment: str
    added_at: datetime
    revoked_at: datetime | None
    algorithm: str = ""


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


def person_by_id(connection: Connection, person: str) -> PersonLine | None:
    """The account with this id."""
    found = _chosen(connection, PERSON.c.id == person, 1)
    return found[0] if found else None


def found_people(connection: Connection, wanted: PeopleFilter) -> tuple[Sequence[PersonLine], int]:
    """A part of the accounts that meet every part of the filter, by user name; and how many do."""
    condition = _condition(wanted)
    total = connection.execute(select(func.count()).select_from(PERSON).where(condition)).scalar_one()
    limit = PEOPLE_MAX if wanted.limit is None else wanted.limit
    return _chosen(connection, condition, limit, wanted.offset), int(total)


def real_names(connection: Connection, cipher: FieldCipher, ids: Sequence[str]) -> Mapping[str, RealName]:
    """The personal fields of these people by id, opened in batches as large as the keeper takes; ids nobody has are left out."""
    found: dict[str, RealName] = {}
    sealed = select(PERSON.c.id, PERSON.c.name_sealed, PERSON.c.kana_sealed, PERSON.c.number_sealed)
    for part in range(0, len(ids), _NAMES_AT_ONCE):
        chosen = sealed.where(PERSON.c.id.in_(ids[part : part + _NAMES_AT_ONCE]))
        rows = connection.execute(chosen).mappings().all()
        for row, (name, kana, number) in zip(rows, opened_names(rows, cipher), strict=True):
            found[row["id"]] = RealName(name=name, kana=kana, number=number)
    return found


def mails(connection: Connection, cipher: FieldCipher, ids: Sequence[str]) -> Mapping[str, str]:
    """The mail addresses of these people by id, opened in one batch; whoever has none is left out."""
    chosen = select(PERSON.c.id, PERSON.c.mail_sealed).where(PERSON.c.id.in_(ids[:_NAMES_AT_ONCE]))
    return opened_mails(connection.execute(chosen).mappings().all(), cipher)


def key_holder(connection: Connection, fingerprint: str) -> tuple[KeyKind, str] | None:
    """Of which kind, and of what name, whoever a key was ever registered for is; None for a key nobody had."""
    row = one(connection, select(SSH_KEY.c.kind, SSH_KEY.c.owner_id).where(SSH_KEY.c.fingerprint == fingerprint))
    if row is None:
        return None
    kind = KeyKind(row["kind"])
    column, table = (PERSON.c.username, PERSON) if kind is KeyKind.PERSON else (TERMINAL.c.name, TERMINAL)
    name = connection.execute(select(column).where(table.c.id == row["owner_id"])).scalar()
    return kind, str(name or row["owner_id"])


def keys_of(connection: Connection, owner: str) -> Sequence[KeyLine]:
    """All keys a person or terminal ever had, newest first."""
    chosen = (
        select(SSH_KEY).where(SSH_KEY.c.owner_id == owner).order_by(SSH_KEY.c.added_at.desc(), SSH_KEY.c.fingerprint)
    )
    return [_key_line(row) for row in connection.execute(chosen).mappings()]


def _condition(wanted: PeopleFilter) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [true()]
    if wanted.employer is not None:
        parts.append(PERSON.c.employer_id == wanted.employer)
    if wanted.role is not None:
        parts.append(PERSON.c.roles.contains(json_text(wanted.role.value), autoescape=True))
    if wanted.standing is not None:
        parts.append(PERSON.c.standing == wanted.standing.value)
    if wanted.ending_until is not None:
        parts.append(PERSON.c.contract_end <= wanted.ending_until.isoformat())
    return and_(*parts)


def _chosen(
    connection: Connection, condition: ColumnElement[bool], limit: int, offset: int = 0
) -> Sequence[PersonLine]:
    joined = select(PERSON, EMPLOYER.c.name.label("employer_name")).join(EMPLOYER).where(condition)
    rows = connection.execute(joined.order_by(PERSON.c.username).limit(limit).offset(offset)).mappings()
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
        trained_on=cells.maybe_day("trained_on"),
        oath_on=cells.maybe_day("oath_on"),
        has_mail=row["mail_sealed"] is not None,
    )


def _algorithm(blob: bytes) -> str:
    """The key's type; nothing for a blob that names none."""
    try:
        return Reader(blob).name()
    except ValueError:
        return ""


def _key_line(row: RowMapping) -> KeyLine:
    cells = Cells(SSH_KEY, row)
    return KeyLine(
        fingerprint=cells.text("fingerprint"),
        kind=cells.word("kind", KeyKind),
        owner=cells.text("owner_id"),
        comment=cells.text("comment"),
        added_at=cells.moment("added_at"),
        revoked_at=cells.maybe_moment("revoked_at"),
        algorithm=_algorithm(cells.blob("blob")),
    )
