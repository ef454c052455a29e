"""What a person will prove himself with, as the office takes it: made, and sealed by the keeper."""

import base64
from dataclasses import dataclass

from gateway.crypto import aead
from gateway.vocabulary.secret import Secret
from gateway.wiring.office import Office
from gateway.wiring.office_keys import PublicKey

CODE_SECRET_BYTES = 20  # RFC 4226 §4 R6 recommends 160 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """What a new person will prove himself with; `code_secret` in base 32. Without any he gets an enrolment link."""

    password: Secret | None = None
    code_secret: Secret | None = None
    keys: tuple[PublicKey, ...] = ()


def new_code_secret() -> Secret:
    """A fresh secret of one-time codes, base 32 without padding (RFC 6238, 160 bits)."""
    return Secret(base64.b32encode(aead.new_key().reveal()[:CODE_SECRET_BYTES]))


def sealed_factors(office: Office, person: str, factors: Factors) -> tuple[bytes | None, bytes | None]:
    """Password and code secret, each sealed for this person; None for what was not given."""
    if factors.password is None and factors.code_secret is None:
        return None, None
    sealed = office.secrets.seal_credential(person, factors.password, factors.code_secret)
    return sealed.password, sealed.totp
