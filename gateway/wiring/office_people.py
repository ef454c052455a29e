"""Registering people: the rule of R-13, personal fields and credentials sealed by the keeper, then one change."""

import base64
from dataclasses import dataclass, replace

from gateway.authorization.roles import Permission
from gateway.crypto import aead
from gateway.ipc.messages import CallRefused
from gateway.people.registration import Application, objections, roles_apart
from gateway.registrar.changes import PersonAdded, PersonChanged
from gateway.storage.fields import seal_person
from gateway.vocabulary.clock import JST
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.secret import Secret
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office
from gateway.wiring.office_keys import PublicKey, account, key_taken, new_key
from gateway.wiring.office_reading import PersonLine

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


def add_person(office: Office, application: Application, factors: Factors, *, person: str | None = None) -> str:
    """Register; the new person's id. Raises CallRefused with every objection, or GatewayFault."""
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
        raise _named(office, refused, application, factors.keys) from None
    return person


def set_standing(office: Office, username: str, standing: Standing) -> PersonLine:
    """Suspend, or take up again; the account afterwards. Raises CallRefused or GatewayFault."""
    office.require_register(Permission.PEOPLE_MANAGE, username)
    line = account(office, username)
    office.commit(
        PersonChanged(
            id=line.id,
            expected_version=line.version,
            employer=line.employer,
            engagement=line.engagement,
            agency=line.agency,
            contract_end=line.contract_end,
            roles=line.roles,
            language=line.language,
            standing=standing,
        )
    )
    return replace(line, standing=standing, version=line.version + 1)


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
    matrix = office.policy.roles
    pair = matrix.conflict(application.roles)
    return found if pair is None else (*found, roles_apart(*(matrix.names[role] for role in pair)))


def _all(found: tuple[Text, ...]) -> Text:
    return Text(ja="\n".join(f"・{each.ja}" for each in found), en="\n".join(f"* {each.en}" for each in found))
