"""People and their credentials."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from msgspec import UNSET, UnsetType
from sqlalchemy import Connection, RowMapping, select, update

from gateway.authentication.ports import LoginFacts
from gateway.people.account import Account
from gateway.storage.cells import Cells, words_text
from gateway.storage.fields import FieldCipher, SealedField, context
from gateway.storage.statements import changed, insert_new, one, put, there_is
from gateway.storage.tables import CREDENTIAL, EMPLOYER, PERSON
from gateway.vocabulary.identity import Engagement, Language, Person, Role, Standing


class People:
    """The tables `person` and `credential`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def any(self) -> bool:
        """True once one person is registered."""
        return there_is(self._connection, PERSON.c.id.is_not(None))

    def get(self, person: str, cipher: FieldCipher) -> Person | None:
        """The person with this id, personal fields opened; never called in a writing transaction."""
        found = self._connection.execute(select(PERSON).where(PERSON.c.id == person)).mappings().all()
        if not found:
            return None
        mail = opened_mails(found, cipher).get(person)
        return row_to_person(found[0], opened_names(found, cipher)[0], mail)

    def login(self, username: str) -> LoginFacts | None:
        """What the log-in walk may know of a user name; None where nobody has it."""
        row = one(self._connection, select(PERSON).where(PERSON.c.username == username))
        return None if row is None else row_to_login(row)

    def roles(self, person: str, today: date) -> frozenset[Role]:
        """Roles of an ACTIVE person whose contract does not end before `today`; empty for anybody else."""
        row = one(self._connection, select(PERSON).where(PERSON.c.id == person))
        if row is None:
            return frozenset()
        facts = row_to_login(row)
        return facts.roles if facts.standing is Standing.ACTIVE and facts.contract_end >= today else frozenset()

    def account(self, person: str) -> Account | None:
        """The account with this id, nothing personal in it."""
        row = one(self._connection, select(PERSON).where(PERSON.c.id == person))
        return None if row is None else row_to_account(row)

    def holding(self, role: Role, today: date) -> int:
        """How many ACTIVE people whose contract does not end before `today` hold the role."""
        rows = self._connection.execute(select(PERSON).where(PERSON.c.standing == Standing.ACTIVE.value)).mappings()
        accounts = map(row_to_account, rows)
        return sum(role in account.roles and account.contract_end >= today for account in accounts)

    def add(
        self,
        *,
        id: str,  # noqa: A002  # the column's name
        username: str,
        name_sealed: bytes,
        kana_sealed: bytes,
        number_sealed: bytes,
        number_digest: bytes,
        employer: str,
        engagement: Engagement,
        agency: str | None,
        contract_end: date,
        roles: frozenset[Role],
        language: Language,
        mail_sealed: bytes | None = None,
        trained_on: date | None = None,
        oath_on: date | None = None,
    ) -> bool:
        """Insert an ACTIVE person at version 1; False where id, user name or number is taken, or the employer unknown."""
        if not self._employed(employer):
            return False
        values = {
            "id": id, "username": username, "name_sealed": name_sealed, "kana_sealed": kana_sealed,
            "number_sealed": number_sealed, "number_digest": number_digest, "employer_id": employer,
            "engagement": engagement.value, "agency": agency, "contract_end": contract_end.isoformat(),
            "roles": words_text(roles), "language": language.value, "standing": Standing.ACTIVE.value, "version": 1,
            "mail_sealed": mail_sealed, "trained_on": day_cell(trained_on), "oath_on": day_cell(oath_on),
        }  # fmt: skip
        return insert_new(self._connection, PERSON, values)

    def change(
        self,
        person: str,
        expected_version: int,
        *,
        employer: str,
        engagement: Engagement,
        agency: str | None,
        contract_end: date,
        roles: frozenset[Role],
        language: Language,
        standing: Standing,
        name_sealed: bytes | UnsetType = UNSET,
        kana_sealed: bytes | UnsetType = UNSET,
        mail_sealed: bytes | UnsetType | None = UNSET,
        trained_on: date | UnsetType | None = UNSET,
        oath_on: date | UnsetType | None = UNSET,
    ) -> bool:
        """Set all of these, one version later; False where the version is another, or the employer unknown.

        What is UNSET stays as it is.
        """
        if not self._employed(employer):
            return False
        values = {
            "employer_id": employer, "engagement": engagement.value, "agency": agency, "language": language.value,
            "contract_end": contract_end.isoformat(), "roles": words_text(roles), "standing": standing.value,
            "version": expected_version + 1,
            **_given(name_sealed=name_sealed, kana_sealed=kana_sealed, mail_sealed=mail_sealed),
            **_given(trained_on=_maybe_cell(trained_on), oath_on=_maybe_cell(oath_on)),
        }  # fmt: skip
        unchanged = (PERSON.c.id == person) & (PERSON.c.version == expected_version)
        return changed(self._connection, update(PERSON).where(unchanged).values(**values))

    def set_language(self, person: str, language: Language) -> bool:
        """Set the language, one version later; False where there is no such person."""
        values = {"language": language.value, "version": PERSON.c.version + 1}
        return changed(self._connection, update(PERSON).where(PERSON.c.id == person).values(values))

    def put_credential(self, person: str, kind: Literal["password", "totp"], sealed: bytes) -> bool:
        """Insert or replace one credential; False where the person does not exist."""
        if not there_is(self._connection, PERSON.c.id == person):
            return False
        put(self._connection, CREDENTIAL, {"person_id": person, "kind": kind, "sealed": sealed})
        return True

    def _employed(self, employer_id: str) -> bool:
        return there_is(self._connection, EMPLOYER.c.id == employer_id)


def day_cell(day: date | None) -> str | None:
    """A day as it is stored."""
    return None if day is None else day.isoformat()


def _maybe_cell(day: date | UnsetType | None) -> str | UnsetType | None:
    return day if isinstance(day, UnsetType) else day_cell(day)


def _given(**values: object) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not UNSET}


def opened_mails(rows: Sequence[RowMapping], cipher: FieldCipher) -> dict[str, str]:
    """The mail address of each of these rows that has one, by id, opened in one batch."""
    cells = [Cells(PERSON, row) for row in rows if row["mail_sealed"] is not None]
    sealed = [SealedField(context=context("mail", each.text("id")), sealed=each.blob("mail_sealed")) for each in cells]
    opened = list(cipher.open(sealed)) if sealed else []
    return {each.text("id"): mail for each, mail in zip(cells, opened, strict=True)}


def opened_names(rows: Sequence[RowMapping], cipher: FieldCipher) -> list[tuple[str, str, str]]:
    """(name, kana, number) of each row of `person`, opened in one batch."""
    cells = [Cells(PERSON, row) for row in rows]
    sealed = [
        SealedField(context=context(part, cell.text("id")), sealed=cell.blob(f"{part}_sealed"))
        for cell in cells
        for part in ("name", "kana", "number")
    ]
    opened = list(cipher.open(sealed)) if sealed else []
    return list(zip(opened[0::3], opened[1::3], opened[2::3], strict=True))


def row_to_person(row: RowMapping, names: tuple[str, str, str], mail: str | None) -> Person:
    """One row of `person`, with its opened name, kana, number and mail address."""
    cells = Cells(PERSON, row)
    name, kana, number = names
    return Person(
        id=cells.text("id"),
        username=cells.text("username"),
        name=name,
        kana=kana,
        number=number,
        employer=cells.text("employer_id"),
        engagement=cells.word("engagement", Engagement),
        agency=cells.maybe_text("agency"),
        contract_end=cells.day("contract_end"),
        roles=cells.words("roles", Role),
        language=cells.word("language", Language),
        standing=cells.word("standing", Standing),
        mail=mail,
        trained_on=cells.maybe_day("trained_on"),
        oath_on=cells.maybe_day("oath_on"),
    )


def row_to_account(row: RowMapping) -> Account:
    """One row of `person`; nothing sealed is opened."""
    cells = Cells(PERSON, row)
    return Account(
        id=cells.text("id"),
        username=cells.text("username"),
        employer=cells.text("employer_id"),
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


def row_to_login(row: RowMapping) -> LoginFacts:
    """One row of `person` as the log-in sees it: nothing sealed is opened."""
    cells = Cells(PERSON, row)
    return LoginFacts(
        person_id=cells.text("id"),
        username=cells.text("username"),
        roles=cells.words("roles", Role),
        language=cells.word("language", Language),
        contract_end=cells.day("contract_end"),
        standing=cells.word("standing", Standing),
    )
