"""Changing what is known of a person, his standing, his factors and his lock: the rules of R-13, one change each."""

from dataclasses import dataclass, replace
from datetime import date, datetime

import msgspec
from msgspec import UNSET, UnsetType

from gateway.authentication.lockout import is_locked
from gateway.authorization.roles import Permission
from gateway.people.registration import (
    Objection,
    Part,
    employment_objections,
    name_objections,
    paper_objections,
)
from gateway.registrar.changes import LockLifted, PersonChanged
from gateway.storage.fields import seal_field
from gateway.vocabulary.identity import Engagement, Language, Role, Standing
from gateway.vocabulary.secret import Secret
from gateway.wiring.office import Office
from gateway.wiring.office_keys import account
from gateway.wiring.office_objections import about_contract, about_person, require_reason, today
from gateway.wiring.office_people import employer_named, employer_of, roles_objections, sealed_mail
from gateway.wiring.office_reading import PersonLine
from gateway.wiring.office_second import ask_second
from gateway.wiring.office_unfit import Objected, require_fit

NOTHING = "-"  # what takes a mail address away


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
    employer = line.employer if wish.employer is None else employer_named(office, wish.employer)
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
    contract = about_contract(employer_of(office, after.employer), after.contract_end)
    return [*found, *about_person(employment), *contract, *roles_objections(office, after.roles)]


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
        sealed["mail_sealed"] = sealed_mail(office, line.id, wish.mail)
    return sealed


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
