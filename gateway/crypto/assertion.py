"""The keeper's word that a person proved his factors on one connection: how identity travels between our processes.

Whoever receives one checks the signature, the time, and that `connection` is the connection it came by; it is no
ticket for anywhere else. Blob: 64-byte Ed25519 signature, then the body (JSON, keys in the order below).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal

import msgspec

from gateway.crypto import signing
from gateway.vocabulary.identity import Role
from gateway.vocabulary.outcome import Fault
from gateway.vocabulary.secret import Secret

_TAG: Final = "assertion.v1"
BLOB_BYTES_MAX: Final = 4096

Door = Literal["session", "office"]


class Way(StrEnum):
    """How a person proved himself. What a way is good for, `registrar/freshness.py` says; one it does not name, for nothing."""

    CODE = "code"  # password or key, and a one-time code
    PASSKEY = "passkey"
    RECOVERY = "recovery"  # a recovery code in a factor's place
    ENROLMENT = "enrolment"  # a one-time link; no factor exists yet
    GRANT = "grant"  # an earlier log-in by the same terminal at the database door carries this connection too
    DEMO = "demo"


class AssertionRefused(Fault):
    """Not signed by the keeper, malformed, not yet valid, or expired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """Who proved both factors, where, until when. `person` is the row's id, `connection` the id the keeper knows it by.

    `os_user` is the operating-system user at the other end of an office connection, None for a session. `proved_at` is when
    the person last proved a factor, `way` which; `web` is the session of the web office that carries it on, None without one.
    Times are timezone-aware UTC; valid while issued_at <= now < expires_at.
    """

    connection: str
    person: str
    username: str
    roles: frozenset[Role]
    door: Door
    os_user: str | None
    proved_at: datetime
    way: Way
    issued_at: datetime
    expires_at: datetime
    web: str | None = None


def sign(seed: Secret, assertion: Assertion) -> bytes:
    """The signed blob of an assertion."""
    body = msgspec.json.encode(assertion, order="sorted")
    return signing.sign(seed, signing.tagged(_TAG, body)) + body


def verified(public: bytes, blob: bytes, now: datetime) -> Assertion:
    """The assertion inside `blob`. Raises AssertionRefused; the signature is checked before anything is parsed."""
    signature, body = blob[: signing.SIGNATURE_BYTES], blob[signing.SIGNATURE_BYTES :]
    if len(blob) > BLOB_BYTES_MAX or not signing.verify(public, signing.tagged(_TAG, body), signature):
        raise AssertionRefused("the assertion is not signed by this gateway's keeper")
    try:
        found = msgspec.json.decode(body, type=Assertion, strict=True)
    except msgspec.MsgspecError:
        raise AssertionRefused("the assertion's body is malformed") from None
    if None in (found.issued_at.tzinfo, found.expires_at.tzinfo, found.proved_at.tzinfo):
        raise AssertionRefused("the assertion's times have no zone")
    if not found.issued_at <= now < found.expires_at:
        raise AssertionRefused("the assertion is not valid at this moment")
    return found
