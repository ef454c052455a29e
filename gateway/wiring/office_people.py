"""Registering people: the rules of R-13, personal fields sealed by the keeper, one change."""

from dataclasses import dataclass

from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.people.registration import (
    Application,
    Part,
    objections,
    roles_apart,
)
from gateway.registrar.changes import PersonAdded
from gateway.storage.fields import seal_field, seal_person
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.identity import Employer, Role
from gateway.vocabulary.outcome import Text
from gateway.wiring.office import Office
from gateway.wiring.office_keys import PublicKey, key_taken, new_key
from gateway.wiring.office_objections import about_contract, about_person, today
from gateway.wiring.office_parties import employer_id
from gateway.wiring.office_proofs import Factors, sealed_factors
from gateway.wiring.office_second import ask_second
from gateway.wiring.office_unfit import FieldsRefused, Objected, require_fit


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
    employer = employer_named(office, application.employer)
    person = new_identifier("P", office.clock.now()) if person is None else person
    sealed = seal_person(
        office.fields, person=person, name=application.name, kana=application.kana, number=application.number
    )
    credential = sealed_factors(office, person, factors)
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
        mail_sealed=sealed_mail(office, person, application.mail),
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


def sealed_mail(office: Office, person: str, mail: str | None) -> bytes | None:
    """The address, sealed for this person."""
    return None if mail is None else seal_field(office.fields, "mail", person, mail)


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
        *roles_objections(office, application.roles),
    ]


def employer_named(office: Office, wanted: str) -> str:
    """An employer's id, given by id or name. Raises FieldsRefused."""
    try:
        return employer_id(office, wanted)
    except CallRefused as refused:
        raise _beside(Part.EMPLOYER, refused.code, refused.text) from None


def employer_of(office: Office, employer: str) -> Employer | None:
    """The employer of this id."""
    return next((each for each in office.lists.employers() if each.id == employer), None)


def roles_objections(office: Office, roles: frozenset[Role]) -> list[Objected]:
    """What speaks against one person having all of these (R-22)."""
    matrix = office.policy.roles
    pair = matrix.conflict(roles)
    if pair is None:
        return []
    text = roles_apart(*(matrix.names[role] for role in pair))
    return [Objected(field=Part.ROLES.value, code="person.unfit", text=text)]
