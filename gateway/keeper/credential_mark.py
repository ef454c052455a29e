"""What stands for all of a person's credentials at once: any of them changed, added or taken away gives another mark.

It is made of what is stored (sealed values, which differ each time even for the same secret), so it tells nothing of them.
"""

import hashlib
from collections.abc import Iterator

from gateway.keeper.ports import StoredCredential

_ABSENT = b"\xff" * 8  # no length is this


def mark_of(credential: StoredCredential) -> bytes:
    """32 bytes. Each part is preceded by its length, so that no two sets of credentials read alike."""
    return hashlib.sha256(b"".join(_parts(credential))).digest()


def _parts(credential: StoredCredential) -> Iterator[bytes]:
    for part in (credential.person.encode(), credential.password_sealed, credential.totp_sealed):
        yield _ABSENT if part is None else len(part).to_bytes(8, "big") + part
    for passkey in credential.passkeys:
        yield len(passkey).to_bytes(8, "big") + passkey
