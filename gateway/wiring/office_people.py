"""Registering people and changing what is known of them: the rules of R-13, personal fields sealed by the keeper, one change."""

import base64
from dataclasses import dataclass, replace
from datetime import date, datetime

import msgspec
from msgspec import UNSET, UnsetType

from gateway.authentication.lockout import is_locked
from gateway.authorization.roles import Permission
from gateway.crypto import aead
from gateway.ipc.messages import CallRefused
from gateway.people.registration import (
    Application,
    Objection,
    Part,
    employment_objections,
    name_objections,
    objections,
    paper_objections,
    roles_apart,
)
from gateway.registrar.changes import LockLifted, PersonAdded, PersonChanged
from gateway.storage.fields import seal_field, seal_person
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.identity import Employer, Engagement, Language, Role, Standing
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.secret import Secret
from gateway.wiring.office import Office
from gateway.wiring.office_keys import PublicKey, account, key_taken, new_key
from gateway.wiring.office_objections import about_contract, about_person, require_reason, today
from gateway.wiring.office_parties import employer_id
from gateway.wiring.office_reading import PersonLine
from gateway.wiring.office_second import ask_second
from gateway.wiring.office_unfit import FieldsRefused, Objected, require_fit

CODE_SECRET_BYTES = 20  # RFC 4226 §4 R6 recommends 160 bits
NOTHING = "-"  # what takes a mail address away


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """What a new person will prove himself with; `code_secret` in base 32. Without any he gets an enrolment link."""

    password: Secret | None = None
    code_secret: Secret | None = None
    keys: tuple[PublicKey, ...] = ()


def new_code_secret() -> Secret:
    """A fresh secret of one-time codes, base 32 without padding (RFC 6238, 160 bits)."""
    return Secret(base64.b32encode(aead.new_key().reveal()[:CODE_SECRET_BYTES]))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """The new person's id, and, for a role that two give, the id of what another administrator has to confirm first."""

    id: str
    proposal: str | None


def add_person(office: Office, application: Application, factors: Factors, *, person: str | None = None) -> NewPerson:
    """Register. Raises FieldsRefused with every objection beside its field, CallRefused, or GatewayFault."""
    office.require_register(Permission.PEOPLE_MANAGE, application.username)
    require_fit(_objections(office, application))
    assert application.contract_end is not None  # noqa: S101  # objected to above
    employer = _employer_id(office, application.employer)
    person = new_identifier("P", office.clock.now()) if person is None else person
    sealed = seal_person(
        office.fields, person=person, name=application.name, kana=application.kana, number=application.number
    )
    credential = _sealed_factors(office, person, factors)
    change = PersonAdded(
        id=person,
        username=application.username,
        name_sealed=sealed.name,
        kana_sealed=sealed.kana,
        number_sealed=sealed.number,
        number_digest=sealed.number_digest,
        employer=employer,
        engagement=application.engagement,
        agency=application.agency,
        contract_end=application.contract_end,
        roles=application.roles,
        language=application.language,
        password_sealed=credential[0],
        totp_sealed=credential[1],
        keys=tuple(new_key(key) for key in factors.keys),
        mail_sealed=_sealed_mail(office, person, application.mail),
        trained_on=application.trained_on,
        oath_on=application.oath_on,
    )
    return NewPerson(id=person, proposal=_registered(office, change, application, factors.keys))


def _registered(
    office: Office, change: PersonAdded, application: Application, keys: tuple[PublicKey, ...]
) -> str | None:
    try:
        office.commit(change)
    except CallRefused as refused:
        if refused.code == "second.needed":
            return ask_second(office, change)
        raise _named(office, refused, application, keys) from None
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWish:
    """What is to become another about a person; None stays as it is. `employer` is an id or a name, `mail` `-` takes it away.

    `version` is what the wisher saw: another one by now is refused ("stale"); None is whatever there is.
    """

    employer: str | None = None
    engagement: Engagement | None = None
    agency: str | None = None
    contract_end: date | None = None
    roles: frozenset[Role] | None = None
    language: Language | None = None
    standing: Standing | None = None
    name: str | None = None
    kana: str | None = None
    mail: str | None = None
    trained_on: date | None = None
    oath_on: date | None = None
    version: int | None = None
    reason: str | None = None

    def __repr__(self) -> str:
        return "PersonWish(hidden)"


def change_person(office: Office, username: str, wish: PersonWish) -> tuple[PersonLine, str | None]:
    """Change an account; the account as it will be, and the id of what another administrator has to confirm first.

    That id is None where the change is in effect already: only roles need the second person. Raises FieldsRefused,
    CallRefused, GatewayFault.
    """
    office.require_register(Permission.PEOPLE_MANAGE, username)
    line = account(office, username)
    if wish.version is not None:
        line = replace(line, version=wish.version)
    after = _wished(office, line, wish)
    require_reason(wish.reason)
    require_fit(_change_objections(office, line, after, wish))
    change = msgspec.structs.replace(_changed(line, after), reason=wish.reason, **_personal(office, line, wish))
    if after.roles != line.roles:
        return after, ask_second(office, change)
    office.commit(change)
    return after, None


def set_standing(office: Office, username: str, standing: Standing, *, reason: str | None = None) -> PersonLine:
    """Suspend, take up again, or revoke for good; the account afterwards. Raises CallRefused or GatewayFault."""
    return change_person(office, username, PersonWish(standing=standing, reason=reason))[0]


def reset_factors(office: Office, username: str, *, password: Secret | None, code_secret: Secret | None) -> str:
    """Ask for new factors of a person; the id another administrator confirms. Until then the old ones hold (R-16)."""
    office.require_register(Permission.PEOPLE_MANAGE, username)
    line = account(office, username)
    sealed = office.secrets.seal_credential(line.id, password, code_secret)
    change = _changed(line, line)
    return ask_second(office, msgspec.structs.replace(change, password_sealed=sealed.password, totp_sealed=sealed.totp))


def lift_lock(office: Office, username: str, *, reason: str | None = None) -> PersonLine:
    """Forget the failures counted against a person, and the lock. Raises CallRefused or GatewayFault."""
    office.require_register(Permission.PEOPLE_MANAGE, username)
    require_reason(reason)
    line = account(office, username)
    office.commit(LockLifted(person=line.id, reason=reason))
    return line


def locked_until(office: Office, line: PersonLine) -> datetime | None:
    """When the person's lock-out ends; None where there is none now."""
    attempts = office.lists.attempts(line.id)
    return attempts.locked_until if is_locked(attempts, office.clock.now()) else None


def _wished(office: Office, line: PersonLine, wish: PersonWish) -> PersonLine:
    engagement = wish.engagement or line.engagement
    agency = wish.agency if wish.agency is not None else line.agency
    employer = line.employer if wish.employer is None else _employer_id(office, wish.employer)
    names = {each.id: each.name for each in office.lists.employers()}
    return replace(
        line,
        employer=employer,
        employer_name=names.get(employer, line.employer_name),
        engagement=engagement,
        agency=agency if engagement is Engagement.DISPATCHED else None,
        contract_end=wish.contract_end or line.contract_end,
        roles=line.roles if wish.roles is None else wish.roles,
        language=wish.language or line.language,
        standing=wish.standing or line.standing,
        trained_on=wish.trained_on or line.trained_on,
        oath_on=wish.oath_on or line.oath_on,
        has_mail=line.has_mail if wish.mail is None else wish.mail != NOTHING,
        version=line.version + 1,
    )


def _change_objections(office: Office, line: PersonLine, after: PersonLine, wish: PersonWish) -> list[Objected]:
    """What speaks against the account as it would be; nothing where it only stops or starts being used."""
    day, mail = today(office), None if wish.mail == NOTHING else wish.mail
    found = about_person(
        [
            *_name_objections(wish),
            *paper_objections(mail=mail, trained_on=wish.trained_on, oath_on=wish.oath_on, today=day),
        ]
    )
    same = replace(
        after,
        standing=line.standing,
        version=line.version,
        trained_on=line.trained_on,
        oath_on=line.oath_on,
        has_mail=line.has_mail,
    )
    if same == line:
        return found
    employment = employment_objections(
        engagement=after.engagement,
        agency=after.agency,
        contract_end=after.contract_end,
        roles=after.roles,
        today=day,
    )
    contract = about_contract(_employer(office, after.employer), after.contract_end)
    return [*found, *about_person(employment), *contract, *_apart(office, after.roles)]


def _name_objections(wish: PersonWish) -> tuple[Objection, ...]:
    """Against a name or reading that is to become another; one that stays is not judged."""
    found = name_objections(wish.name or "", wish.kana or "")
    given = {Part.NAME: wish.name, Part.KANA: wish.kana}
    return tuple(each for each in found if given[each.part] is not None)


def _personal(office: Office, line: PersonLine, wish: PersonWish) -> dict[str, bytes | UnsetType | None]:
    """Sealed anew: what differs from what is registered, and nothing else."""
    known = office.lists.real_names([line.id])[line.id] if wish.name is not None or wish.kana is not None else None
    sealed: dict[str, bytes | UnsetType | None] = {}
    if known is not None and wish.name not in (None, known.name):
        sealed["name_sealed"] = seal_field(office.fields, "name", line.id, wish.name or "")
    if known is not None and wish.kana not in (None, known.kana):
        sealed["kana_sealed"] = seal_field(office.fields, "kana", line.id, wish.kana or "")
    if wish.mail == NOTHING:
        sealed["mail_sealed"] = None if line.has_mail else UNSET
    elif wish.mail is not None and wish.mail != office.lists.mails([line.id]).get(line.id):
        sealed["mail_sealed"] = _sealed_mail(office, line.id, wish.mail)
    return sealed


def _sealed_mail(office: Office, person: str, mail: str | None) -> bytes | None:
    return None if mail is None else seal_field(office.fields, "mail", person, mail)


def _sealed_factors(office: Office, person: str, factors: Factors) -> tuple[bytes | None, bytes | None]:
    if factors.password is None and factors.code_secret is None:
        return None, None
    sealed = office.secrets.seal_credential(person, factors.password, factors.code_secret)
    return sealed.password, sealed.totp


def _changed(line: PersonLine, after: PersonLine) -> PersonChanged:
    return PersonChanged(
        id=line.id,
        expected_version=line.version,
        employer=after.employer,
        engagement=after.engagement,
        agency=after.agency,
        contract_end=after.contract_end,
        roles=after.roles,
        language=after.language,
        standing=after.standing,
        trained_on=UNSET if after.trained_on == line.trained_on else after.trained_on,
        oath_on=UNSET if after.oath_on == line.oath_on else after.oath_on,
    )


def _named(office: Office, refused: CallRefused, wanted: Application, keys: tuple[PublicKey, ...]) -> CallRefused:
    """Which of the things that are there once only was there already."""
    if refused.code != "office.exists":
        return refused
    if office.lists.person_named(wanted.username) is not None:
        return _beside(
            Part.USERNAME,
            "person.taken",
            Text(
                ja=f"利用者名 {wanted.username} は登録済みです。別の利用者名にしてください。",
                en=f"The user name {wanted.username} is taken. Choose another.",
            ),
        )
    named = key_taken(office, refused, keys)
    if named is not refused:
        return named
    return _beside(
        Part.NUMBER,
        "person.second-account",
        Text(
            ja="この社員番号の人にはすでにアカウントがあります。一人に二つのアカウントは作れません。"
            "アカウントの一覧を社員番号で検索して確認してください。",
            en="A person of this number has an account already. Nobody has two. Look for the number in the list of accounts.",
        ),
    )


def _beside(part: Part, code: str, text: Text) -> FieldsRefused:
    return FieldsRefused([Objected(field=part.value, code=code, text=text)])


def _objections(office: Office, application: Application) -> list[Objected]:
    named = [each for each in office.lists.employers() if application.employer in (each.id, each.name)]
    return [
        *about_person(objections(application, today(office))),
        *about_contract(named[0] if named else None, application.contract_end),
        *_apart(office, application.roles),
    ]


def _employer_id(office: Office, wanted: str) -> str:
    """An employer's id, given by id or name. Raises FieldsRefused."""
    try:
        return employer_id(office, wanted)
    except CallRefused as refused:
        raise _beside(Part.EMPLOYER, refused.code, refused.text) from None


def _employer(office: Office, employer: str) -> Employer | None:
    return next((each for each in office.lists.employers() if each.id == employer), None)


def _apart(office: Office, roles: frozenset[Role]) -> list[Objected]:
    matrix = office.policy.roles
    pair = matrix.conflict(roles)
    if pair is None:
        return []
    text = roles_apart(*(matrix.names[role] for role in pair))
    return [Objected(field=Part.ROLES.value, code="person.unfit", text=text)]
