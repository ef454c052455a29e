"""Enrolment by a one-time link, and what a passkey is asked before anybody is known: for visitors without an office.

Both connections live for one question. Beginning changes nothing, so that looking at a link does not use it up; finishing is one
transaction of the registrar, and the recovery codes leave only when it is durable.
"""

from contextlib import closing
from dataclasses import dataclass
from typing import Final

from gateway.authentication.passkey import Purpose
from gateway.ipc.client import Caller, connect
from gateway.ipc.messages import CallRefused
from gateway.keeper.factor_clients import Enrolment, Passkeys
from gateway.keeper.factor_requests import EnrolBegun, EnrolFinished
from gateway.keeper.words import LINK_REFUSED
from gateway.registrar.changes import Enrolled
from gateway.registrar.client import OfficeClient
from gateway.settings.schema import Settings
from gateway.vocabulary.secret import Secret
from gateway.wiring.office_factors import refused_code, require_short, short_code, token_of
from gateway.wiring.places import places

__all__ = ["EnrolBegun", "FirstFactors"]

_SEALED_BYTES_MAX: Final = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstFactors:
    """What somebody typed who follows his link: the password, and the code his device shows for the sealed secret."""

    password: Secret
    sealed: bytes
    code: Secret


def begin_enrolment(settings: Settings, token: str, sealed: bytes | None = None) -> EnrolBegun:
    """Whose link it is, and a secret for his device (the same as before with `sealed`). Raises CallRefused ("enrol.refused")."""
    known = _token(token)
    with closing(_keeper(settings)) as keeper:
        return Enrolment(keeper).begin(known, _bounded(sealed))


def finish_enrolment(settings: Settings, token: str, factors: FirstFactors) -> tuple[str, ...]:
    """Set the first factors; the recovery codes, to be shown this once.

    Raises CallRefused: "enrol.refused", "password.weak" with every objection, "code.wrong", "code.used", "field.broken".
    """
    known = _token(token)
    require_short(factors.password)
    with closing(_keeper(settings)) as keeper:
        done = Enrolment(keeper).finish(
            known,
            password=factors.password,
            sealed=_bounded(factors.sealed) or b"",
            code=short_code(factors.code),
        )
        return _stored(settings, done)


def entering_options(settings: Settings) -> str:
    """What the browser is to be given (JSON) to sign in with a passkey."""
    with closing(_keeper(settings)) as keeper:
        return Passkeys(keeper).challenge(Purpose.ENTER)


def _stored(settings: Settings, done: EnrolFinished) -> tuple[str, ...]:
    if done.factors is None or done.checked.assertion is None:
        raise refused_code(done.checked)
    with closing(OfficeClient(connect(places(settings).door("registrar", "office")))) as registrar:
        registrar.bind(done.checked.assertion)
        registrar.commit(
            Enrolled(
                person=done.factors.person,
                digest=done.factors.digest,
                password_sealed=done.factors.password,
                totp_sealed=done.factors.totp,
                recovery=tuple(done.factors.recovery.digests),
            ),
            [],
        )
    return tuple(done.factors.recovery.codes)


def _token(text: str) -> Secret:
    token = token_of(text)
    if token is None:
        raise CallRefused("enrol.refused", LINK_REFUSED)
    return token


def _bounded(sealed: bytes | None) -> bytes | None:
    return None if sealed is None else sealed[:_SEALED_BYTES_MAX]


def _keeper(settings: Settings) -> Caller:
    return connect(places(settings).door("keeper", "office"))
