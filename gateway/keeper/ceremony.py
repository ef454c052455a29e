"""What a browser says of a passkey, judged by WebAuthn's rules (level 3, §7.1 and §7.2). Pure: no database, no clock.

Everything hostile ends in None: wrong origin, relying party or challenge, nobody verified (UV), another site's frame, a
signature that is not the key's, or text that is no such thing at all. The count is handed out, and judged by whoever keeps it.
"""

import json
import logging
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    parse_authentication_credential_json,
    parse_authenticator_data,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier as Algorithm
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AttestationFormat,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

log = logging.getLogger(__name__)
NAME: Final = "Sekisho"
ALGORITHMS: Final = [Algorithm.ECDSA_SHA_256, Algorithm.EDDSA, Algorithm.RSASSA_PKCS1_v1_5_SHA_256]
FORMATS: Final = frozenset(
    {AttestationFormat.NONE, AttestationFormat.PACKED}
)  # we ask for none; packed may be self-signed
TIMEOUT_MILLISECONDS: Final = 120_000
CREDENTIAL_ID_BYTES_MAX: Final = 1023
_HOSTILE: Final = (WebAuthnException, ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Whom passkeys are made for: the origin browsers see, and its host as relying party id (§5.1.3)."""

    origin: str

    @property
    def host(self) -> str:
        """The relying party's id."""
        return urlsplit(self.origin).hostname or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What a response says of itself before anything of it is verified. `user` is the handle, None where it names none."""

    credential_id: bytes
    challenge: bytes
    user: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A passkey that was proved: its id, public key (COSE) and count."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def asked_to_sign(party: Party, challenge: bytes, allowed: tuple[bytes, ...]) -> str:
    """Options for `navigator.credentials.get`, JSON. Without `allowed` the authenticator finds the passkey itself."""
    options = generate_authentication_options(
        rp_id=party.host,
        challenge=challenge,
        timeout=TIMEOUT_MILLISECONDS,
        allow_credentials=[PublicKeyCredentialDescriptor(id=each) for each in allowed],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def asked_to_make(party: Party, challenge: bytes, *, user: bytes, name: str, known: tuple[bytes, ...]) -> str:
    """Options for `navigator.credentials.create`, JSON: discoverable, user verified, none of those `known` again."""
    options = generate_registration_options(
        rp_id=party.host,
        rp_name=NAME,
        user_id=user,
        user_name=name,
        user_display_name=name,
        challenge=challenge,
        timeout=TIMEOUT_MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
        supported_pub_key_algs=ALGORITHMS,
    )
    return options_to_json(options)


def claimed_signature(response: str) -> Claimed | None:
    """What a response to `asked_to_sign` claims; None for what is no such response, or comes from another site's frame."""
    try:
        found = parse_authentication_credential_json(response)
        challenge = _challenge(found.response.client_data_json)
    except _HOSTILE as wrong:
        _refused("signature", wrong)
        return None
    if challenge is None or not 1 <= len(found.raw_id) <= CREDENTIAL_ID_BYTES_MAX:
        return None
    return Claimed(credential_id=found.raw_id, challenge=challenge, user=found.response.user_handle)


def claimed_passkey(response: str) -> bytes | None:
    """The challenge a response to `asked_to_make` claims to answer; None as above."""
    try:
        return _challenge(parse_registration_credential_json(response).response.client_data_json)
    except _HOSTILE as wrong:
        _refused("passkey", wrong)
        return None


def signed_count(party: Party, response: str, *, challenge: bytes, public_key: bytes) -> int | None:
    """The count inside a response whose every check held; None where one did not."""
    try:
        verify_authentication_response(
            credential=response,
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
        data = parse_authentication_credential_json(response).response.authenticator_data
        return parse_authenticator_data(data).sign_count
    except _HOSTILE as wrong:
        _refused("signature", wrong)
        return None


def made(party: Party, response: str, *, challenge: bytes) -> Registered | None:
    """The new passkey inside a response whose every check held; None where one did not."""
    try:
        found = verify_registration_response(
            credential=response,
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
    except _HOSTILE as wrong:
        _refused("passkey", wrong)
        return None
    if found.fmt not in FORMATS or not 1 <= len(found.credential_id) <= CREDENTIAL_ID_BYTES_MAX:
        return None
    return Registered(
        credential_id=found.credential_id, public_key=found.credential_public_key, sign_count=found.sign_count
    )


def is_copied(before: int, now: int) -> bool:
    """True where a count did not grow although it counts: two authenticators hold one key (§6.1.1)."""
    return (before > 0 or now > 0) and now <= before


def _challenge(client_data: bytes) -> bytes | None:
    """The challenge named in collected client data; None for data from inside another site's frame (§5.8.1)."""
    data = json.loads(client_data)
    if data.get("crossOrigin") not in (None, False) or "topOrigin" in data:
        return None
    return parse_client_data_json(client_data).challenge


def _refused(what: str, wrong: Exception) -> None:
    log.info("a %s was refused: %s", what, type(wrong).__name__)
