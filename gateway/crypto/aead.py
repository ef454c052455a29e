"""AES-256-GCM (NIST SP 800-38D): one key, a 12-byte nonce, a 16-byte tag, and data authenticated but not hidden (AAD).

Two ways to a nonce, never mixed under one key: drawn by chance (`seal`, at most 2**32 messages a key), or counted by
the caller (`seal_with_nonce`, each nonce once under a key that is used for nothing else).
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16


class SealBroken(GatewayFault):
    """What was sealed was changed, cut, moved elsewhere (other AAD) or sealed under another key. Never says which."""


def new_key() -> Secret:
    """A fresh 256-bit key from the kernel's generator."""
    return Secret(os.urandom(KEY_BYTES))


class Aead:
    """A key ready for use; keep it where many messages pass, its set-up is paid once. Safe from several threads."""

    __slots__ = ("_cipher",)

    def __init__(self, key: Secret) -> None:
        """Raises ValueError unless the key has 32 bytes."""
        if len(key.reveal()) != KEY_BYTES:
            raise ValueError(f"an AES-256-GCM key has {KEY_BYTES} bytes")
        self._cipher = AESGCM(key.reveal())

    def __repr__(self) -> str:
        return "Aead(hidden)"

    def seal(self, plaintext: bytes, aad: bytes) -> bytes:
        """Nonce drawn by chance, ciphertext, tag: 28 bytes longer than `plaintext`."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plaintext, aad)

    def open(self, sealed: bytes, aad: bytes) -> bytes:
        """The plaintext of `seal`. Raises SealBroken."""
        return self.open_with_nonce(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad)

    def seal_with_nonce(self, nonce: bytes, plaintext: bytes, aad: bytes) -> bytes:
        """Ciphertext and tag, 16 bytes longer than `plaintext`. The caller never repeats a nonce (12 bytes) under a key."""
        if len(nonce) != NONCE_BYTES:
            raise ValueError(f"a nonce has {NONCE_BYTES} bytes")
        return self._cipher.encrypt(nonce, plaintext, aad)

    def open_with_nonce(self, nonce: bytes, sealed: bytes, aad: bytes) -> bytes:
        """The plaintext of `seal_with_nonce`. Raises SealBroken."""
        if len(nonce) != NONCE_BYTES or len(sealed) < TAG_BYTES:
            raise SealBroken("sealed data is too short")
        try:
            return self._cipher.decrypt(nonce, sealed, aad)
        except InvalidTag:
            raise SealBroken("sealed data does not open with this key at this place") from None


class AeadRow(Aead):
    """A key that was renewed: seals with the one in use, opens what those before it sealed as well."""

    __slots__ = ("_former",)

    def __init__(self, key: Secret, former: Sequence[Secret]) -> None:
        super().__init__(key)
        self._former = tuple(Aead(each) for each in former)

    def open(self, sealed: bytes, aad: bytes) -> bytes:
        """The plaintext of `seal`, under whichever of the keys. Raises SealBroken."""
        for each in self._former:
            with suppress(SealBroken):
                return each.open(sealed, aad)
        return super().open(sealed, aad)


def seal(key: Secret, plaintext: bytes, aad: bytes) -> bytes:
    """`Aead(key).seal`, for one message."""
    return Aead(key).seal(plaintext, aad)


def open_sealed(key: Secret, sealed: bytes, aad: bytes) -> bytes:
    """`Aead(key).open`, for one message. Raises SealBroken."""
    return Aead(key).open(sealed, aad)


def seal_with_nonce(key: Secret, nonce: bytes, plaintext: bytes, aad: bytes) -> bytes:
    """`Aead(key).seal_with_nonce`, for one message."""
    return Aead(key).seal_with_nonce(nonce, plaintext, aad)


def open_with_nonce(key: Secret, nonce: bytes, sealed: bytes, aad: bytes) -> bytes:
    """`Aead(key).open_with_nonce`, for one message. Raises SealBroken."""
    return Aead(key).open_with_nonce(nonce, sealed, aad)
