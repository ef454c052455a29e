"""A pass: the keeper's word that whoever shows one ticket proved himself, how, when, and until when that may carry a visit.

It names the ticket by SHA-256 only, is stored by the registrar and read by the keeper itself, which alone acts on it. It is
no assertion: nobody is let in anywhere for showing one. Blob: 64-byte Ed25519 signature, then the body (JSON, sorted keys).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from gateway.crypto import signing
from gateway.crypto.assertion import Way
from gateway.vocabulary.outcome import Fault
from gateway.vocabulary.secret import Secret

_TAG: Final = "web-pass.v1"
BLOB_BYTES_MAX: Final = 2048


class PassRefused(Fault):
    """Not signed by this keeper, or malformed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPass:
    """`web` is the session's id, `ticket` the SHA-256 of its ticket, `person` the row's id and `username` his user name.

    `mark` stands for the person's credentials at the moment they were proved (`keeper/credential_mark`). Times are
    timezone-aware UTC; `ends_at` is the absolute limit, which no renewal moves.
    """

    web: str
    ticket: bytes
    person: str
    username: str
    way: Way
    proved_at: datetime
    issued_at: datetime
    ends_at: datetime
    mark: bytes


def sign(seed: Secret, statement: WebPass) -> bytes:
    """The signed blob of a pass."""
    body = msgspec.json.encode(statement, order="sorted")
    return signing.sign(seed, signing.tagged(_TAG, body)) + body


def verified(public: bytes, blob: bytes) -> WebPass:
    """The pass inside `blob`, whatever its times. Raises PassRefused; the signature is checked before anything is parsed."""
    signature, body = blob[: signing.SIGNATURE_BYTES], blob[signing.SIGNATURE_BYTES :]
    if len(blob) > BLOB_BYTES_MAX or not signing.verify(public, signing.tagged(_TAG, body), signature):
        raise PassRefused("the pass is not signed by this gateway's keeper")
    try:
        found = msgspec.json.decode(body, type=WebPass, strict=True)
    except msgspec.MsgspecError:
        raise PassRefused("the pass's body is malformed") from None
    if None in (found.proved_at.tzinfo, found.issued_at.tzinfo, found.ends_at.tzinfo):
        raise PassRefused("the pass's times have no zone")
    return found
