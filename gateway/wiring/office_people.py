"""Registering people: the rule of R-13, personal fields and credentials sealed by the keeper, then one change."""

import base64
from dataclasses import dataclass, replace
from datetime import date, datetime

import msgspec

from gateway.authentication.lockout import is_locked
from gateway.authorization.roles import Permission
from gateway.crypto import aead
from gateway.ipc.messages import CallRefused
from gateway.people.registration import Application, employment_objections, objections, roles_apart
from gateway.registrar.changes import LockLifted, PersonAdded, PersonChanged
from gateway.storage.fields import seal_person
from gateway.vocabulary.clock import JST
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.identity import Engagement, Language, Role, Standing
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.secret import Secret
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office
from gateway.wiring.office_keys import PublicKey, account, key_taken, new_key
from gateway.wiring.office_reading import PersonLine
from gateway.wiring.office_second import ask_second

CODE_SECRET_BYTES = 20  # RFC 4226 §4 R6 recommends 160 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """What a new person will prove himself with; `code_secret` in base 32."""

    password: Secret | None
    code_secret: Secret
    keys: tuple[PublicKey, ...]


def new_code_secret() -> Secret:
    """A fresh secret of one-time codes, base 32 without padding (RFC 6238, 160 bits)."""
    return Secret(base64.b32encode(aead.new_key().reveal()[:CODE_SECRET_BYTES]))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """The new person's id, and, for a role that two give, the id of what another administrator has to confirm first."""

    id: str
    proposal: str | None


def add_person(office: Office, application: Application, factors: Factors, *, person: str | None = None) -> NewPerson:
    """Register. Raises CallRefused with every objection, or GatewayFault."""
    office.require_register(Permission.PEOPLE_MANAGE, application.username)
    found = _objections(office, application)
    if found or application.contract_end is None:
        raise CallRefused("person.unfit", _all(found))
    employer = _employer(office, application.employer)
    person = new_identifier("P", office.clock.now()) if person is None else person
    sealed = seal_person(
        office.fields, person=person, name=application.name, kana=application.kana, number=application.number
    )
    credential = office.secrets.seal_credential(person, factors.password, factors.code_secret)
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
        password_sealed=credential.password,
        totp_sealed=credential.totp,
        keys=tuple(new_key(key) for key in factors.keys),
    )
    try:
        office.commit(change)
    except CallRefused as refused:
        if refused.code == "second.needed":
            return NewPerson(id=person, proposal=ask_second(office, change))
        raise _named(office, refused, application, factors.keys) from None
    return NewPerson(id=person, proposal=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWish:
    """What is to become another about a person; None stays as it is. `employer` is an id or a name."""

    employer: str | None = None
    engagement: Engagement | None = None
    agency: str | None = None
    contract_end: date | None = None
    roles: frozenset[Role] | None = None
    language: Language | None = None
    standing: Standing | None = None


def change_person(office: Office, username: str, wish: PersonWish) -> tuple[PersonLine, str | None]:
    """Change an account; the account as it will be, and the id of what another administrator has to confirm first.

    That id is None where the change is in effect already: only roles need the second person. Raises CallRefused, GatewayFault.
    """
    office.require_register(Permission.PEOPLE_MANAGE, username)
    line = account(office, username)
    after = _wished(office, line, wish)
    found = _change_objections(office, line, after)
    if found:
        raise CallRefused("person.unfit", _all(found))
    change = _changed(line, after)
    if after.roles != line.roles:
        return after, ask_second(office, change)
    office.commit(change)
    return after, None


def set_standing(office: Office, username: str, standing: Standing) -> PersonLine:
    """Suspend, take up again, or revoke for good; the account afterwards. Raises CallRefused or GatewayFault."""
    return change_person(office, username, PersonWish(standing=standing))[0]


def reset_factors(office: Office, username: str, *, password: Secret | None, code_secret: Secret | None) -> str:
    """Ask for new factors of a person; the id another administrator confirms. Until then the old ones hold (R-16)."""
    office.require_register(Permission.PEOPLE_MANAGE, username)
    line = account(office, username)
    sealed = office.secrets.seal_credential(line.id, password, code_secret)
    change = _changed(line, line)
    return ask_second(office, msgspec.structs.replace(change, password_sealed=sealed.password, totp_sealed=sealed.totp))


def lift_lock(office: Office, username: str) -> PersonLine:
    """Forget the failures counted against a person, and the lock. Raises CallRefused or GatewayFault."""
    office.require_register(Permission.PEOPLE_MANAGE, username)
    line = account(office, username)
    office.commit(LockLifted(person=line.id))
    return line


def locked_until(office: Office, line: PersonLine) -> datetime | None:
    """When the person's lock-out ends; None where there is none now."""
    attempts = office.lists.attempts(line.id)
    return attempts.locked_until if is_locked(attempts, office.clock.now()) else None


def _wished(office: Office, line: PersonLine, wish: PersonWish) -> PersonLine:
    engagement = wish.engagement or line.engagement
    agency = wish.agency if wish.agency is not None else line.agency
    employer = line.employer if wish.employer is None else _employer(office, wish.employer)
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
        version=line.version + 1,
    )


def _change_objections(office: Office, line: PersonLine, after: PersonLine) -> tuple[Text, ...]:
    """What speaks against the account as it would be; nothing where it only stops or starts being used."""
    if replace(after, standing=line.standing, version=line.version) == line:
        return ()
    today = office.clock.now().astimezone(JST).date()
    found = employment_objections(
        engagement=after.engagement,
        agency=after.agency,
        contract_end=after.contract_end,
        roles=after.roles,
        today=today,
    )
    return (*found, *_apart(office, after.roles))


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
    )


def _employer(office: Office, wanted: str) -> str:
    """The id of an employer given by id or name."""
    found = [line.id for line in office.lists.employers() if wanted in (line.id, line.name)]
    if len(found) != 1:
        raise CallRefused("employer.absent", texts.absent("委託先", "employer", wanted, "employer list"))
    return found[0]


def _named(office: Office, refused: CallRefused, wanted: Application, keys: tuple[PublicKey, ...]) -> CallRefused:
    """Which of the things that are there once only was there already."""
    if refused.code != "office.exists":
        return refused
    if office.lists.person_named(wanted.username) is not None:
        return CallRefused(
            "person.taken",
            Text(
                ja=f"利用者名 {wanted.username} は登録済みです。別の利用者名にしてください。",
                en=f"The user name {wanted.username} is taken. Choose another.",
            ),
        )
    named = key_taken(office, refused, keys)
    if named is not refused:
        return named
    return CallRefused(
        "person.second-account",
        Text(
            ja="この社員番号の人にはすでにアカウントがあります。一人に二つのアカウントは作れません。"
            "「sekisho person list」で確認してください。",
            en="A person of this number has an account already. Nobody has two. Check with: sekisho person list",
        ),
    )


def _objections(office: Office, application: Application) -> tuple[Text, ...]:
    found = objections(application, office.clock.now().astimezone(JST).date())
    return (*found, *_apart(office, application.roles))


def _apart(office: Office, roles: frozenset[Role]) -> tuple[Text, ...]:
    matrix = office.policy.roles
    pair = matrix.conflict(roles)
    return () if pair is None else (roles_apart(*(matrix.names[role] for role in pair)),)


def _all(found: tuple[Text, ...]) -> Text:
    return Text(ja="\n".join(f"・{each.ja}" for each in found), en="\n".join(f"* {each.en}" for each in found))
