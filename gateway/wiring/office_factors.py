"""What people prove themselves with, as the office sets it: links by administrators, one's own by oneself, resets by two (R-16).

Secrets pass through here on their way between a person and the keeper; nothing keeps them. A token is made here, goes into one
address, and is known everywhere else by a keyed digest.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote

from gateway.authentication.enrolment import LIFE, TOKEN_BYTES, TOKEN_DIGEST
from gateway.authentication.passkey import PasskeyLine, Purpose
from gateway.authentication.ports import Checked, Verdict
from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.keeper.factor_clients import Own, Passkeys
from gateway.keeper.factor_requests import PASSKEY_LETTERS_MAX, NewCodeSecret
from gateway.people.password_strength import BYTES_MAX, TOO_LONG
from gateway.registrar.changes import (
    CodeSecretChanged,
    EnrolmentIssued,
    FactorsReset,
    LanguageChanged,
    PasskeyAdded,
    PasskeyRemoved,
    PasswordChanged,
    RecoveryCodesRenewed,
)
from gateway.storage.queries.factors import FactorsLine, LinkLine
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.secret import Secret
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office
from gateway.wiring.office_second import ask_second

__all__ = ["FactorsLine", "Link", "LinkLine", "NewCodeSecret", "PasskeyLine", "Purpose"]

PATH: Final = "/enrol/"
ISSUER: Final = "Sekisho"
_TOKEN: Final = re.compile(rb"[A-Za-z0-9_-]{43}")
CODE_BYTES_MAX: Final = 16
NAME_LETTERS_MAX: Final = 60
_WRONG_CODE: Final = Text(
    ja="ワンタイムコードが正しくありません。端末の時刻を確認し、いま表示されている 6 桁を入力してください。",
    en="The one-time code is wrong. Check the device's clock and enter the six digits it shows now.",
)
_NAME: Final = Text(
    ja=f"パスキーの名前を {NAME_LETTERS_MAX} 文字以内で入力してください（例：社用スマートフォン）。",
    en=f"Give the passkey a name of at most {NAME_LETTERS_MAX} letters, such as: company phone.",
)
_BAD_PASSKEY: Final = Text(
    ja="パスキーを確認できませんでした。ページを開き直してやり直してください。",
    en="The passkey could not be verified. Open the page again and retry.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A one-time link: its address, to be handed to one person and kept nowhere, and until when it is good."""

    url: str
    expires_at: datetime

    def __repr__(self) -> str:
        return "Link(hidden)"


# -- by administrators


def issue_link(office: Office, person: str) -> Link:
    """A link for a person (row id) without factors; a former one is good no more. Raises CallRefused or GatewayFault."""
    office.require_register(Permission.PEOPLE_MANAGE, person)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    office.commit(EnrolmentIssued(person=person, digest=office.fields.digest(TOKEN_DIGEST, token)))
    return Link(url=f"{office.settings.admin_ui.public_url}{PATH}{token}", expires_at=office.clock.now() + LIFE)


def ask_reset(office: Office, person: str) -> str:
    """Ask that a person (row id) loses every factor; the id another administrator confirms. Raises CallRefused."""
    office.require_register(Permission.PEOPLE_MANAGE, person)
    return ask_second(office, FactorsReset(person=person))


def factors_of(office: Office, person: str) -> FactorsLine:
    """What a person (row id) proves himself with: one's own, or anybody's for who manages people. Raises CallRefused."""
    if office.require_person().person != person:
        office.require_register(Permission.PEOPLE_MANAGE, person)
    return office.lists.factors(person)


# -- by oneself


def change_password(office: Office, password: Secret) -> None:
    """One's own password. Raises CallRefused ("password.weak" with every objection, "fresh.needed")."""
    require_short(password)
    office.commit(PasswordChanged(person=_own(office), password_sealed=Own(office.keeper).password(password)))


def change_language(office: Office, language: Language) -> None:
    """The language one wants to read, everywhere. Raises CallRefused."""
    office.commit(LanguageChanged(person=_own(office), language=language))


def begin_code(office: Office, sealed: bytes | None = None) -> NewCodeSecret:
    """A new secret of one-time codes to show once, or the one shown before (`sealed`). Nothing changes yet."""
    return Own(office.keeper).code_begin(sealed)


def change_code(office: Office, sealed: bytes, code: Secret) -> None:
    """The secret becomes one's own, once a code shows that the device has it. Raises CallRefused ("code.wrong", "code.used")."""
    done = Own(office.keeper).code(sealed, short_code(code))
    if done.totp is None:
        raise refused_code(done.checked)
    office.commit(CodeSecretChanged(person=_own(office), totp_sealed=done.totp))


def renew_recovery(office: Office) -> tuple[str, ...]:
    """Ten fresh recovery codes in the place of all former ones, to be shown this once. Raises CallRefused."""
    made = Own(office.keeper).recovery()
    office.commit(RecoveryCodesRenewed(person=_own(office), recovery=tuple(made.digests)))
    return tuple(made.codes)


def passkey_options(office: Office, purpose: Purpose) -> str:
    """What the browser is to be given (JSON) to make a passkey, or to prove one again."""
    return Passkeys(office.keeper).challenge(purpose)


def add_passkey(office: Office, response: str, name: str) -> None:
    """A passkey of one's own, by what the browser gave. Raises CallRefused ("passkey.*")."""
    name = name.strip()
    if not 1 <= len(name) <= NAME_LETTERS_MAX or not name.isprintable():
        raise CallRefused("passkey.name", _NAME)
    if len(response) > PASSKEY_LETTERS_MAX:
        raise CallRefused("passkey.refused", _BAD_PASSKEY)
    made = Passkeys(office.keeper).register(response)
    office.commit(
        PasskeyAdded(
            person=_own(office),
            credential_id=made.credential_id,
            sealed=made.sealed,
            sign_count=made.sign_count,
            name=name,
        )
    )


def remove_passkey(office: Office, credential_id: bytes) -> None:
    """A passkey of one's own goes. Raises CallRefused."""
    office.commit(PasskeyRemoved(person=_own(office), credential_id=credential_id))


# -- what links and pages share


def provisioning_uri(username: str, secret: str) -> str:
    """What an authenticator reads from the QR code (the Key URI format): SHA-1, six digits, 30 s."""
    return f"otpauth://totp/{ISSUER}:{quote(username)}?secret={secret}&issuer={ISSUER}"


def token_of(text: str) -> Secret | None:
    """The token in an address; None for what has not its form."""
    token = text.encode("utf-8", "surrogateescape")
    return Secret(token) if _TOKEN.fullmatch(token) else None


def require_short(password: Secret) -> None:
    """Raise CallRefused ("password.weak") for a password that nobody will read: ten megabytes do not travel."""
    if not 1 <= len(password.reveal()) <= BYTES_MAX:
        raise CallRefused("password.weak", TOO_LONG)


def short_code(code: Secret) -> Secret:
    """The code as it is judged. Raises CallRefused for what is far too long for one."""
    plain = Secret(bytes(code.reveal()).replace(b" ", b""))
    if len(plain.reveal()) > CODE_BYTES_MAX:
        raise CallRefused("code.wrong", _WRONG_CODE)
    return plain


def refused_code(checked: Checked) -> CallRefused:
    """What to tell whoever has not taken over a new secret yet."""
    if checked.verdict is Verdict.USED:
        return CallRefused("code.used", texts.used_code(checked.seconds))
    return CallRefused("code.wrong", _WRONG_CODE)


def _own(office: Office) -> str:
    return office.require_person().person
