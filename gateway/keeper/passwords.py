"""Passwords as argon2id (RFC 9106 §4, second recommended option: 64 MiB, 3 passes, 4 lanes), two at a time.

A person without a password, or nobody at all, is judged against a hash of chance, so that the time tells nothing.
Text is brought to Unicode NFC first: the same Japanese word typed on another system is the same password.
"""

import secrets
import unicodedata
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from gateway.keeper.asking import Desk
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret

AT_ONCE: Final = 2
WAITING_MAX: Final = 64
_HASHER: Final = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)


class Passwords:
    """Makes and judges hashes on two threads of its own; each takes about 0.1 s and 64 MiB."""

    def __init__(self) -> None:
        self._desk = Desk("argon2", at_once=AT_ONCE, waiting_max=WAITING_MAX)
        self._nobodys = _nobodys()

    async def hashed(self, password: Secret) -> Secret:
        """The encoded argon2id hash to store."""
        return Secret((await self._desk.ask(_hash, password)).encode("ascii"))

    async def right(self, stored: Secret | None, password: Secret) -> bool:
        """True if `password` is the one whose hash is `stored`; as slow for None. Raises GatewayFault for a broken hash."""
        hashed = self._nobodys if stored is None else stored.reveal().decode("ascii")
        matches = await self._desk.ask(_matches, hashed, password)
        return matches and stored is not None

    def close(self) -> None:
        """End the threads."""
        self._desk.close()


@cache
def _nobodys() -> str:
    """A hash that no password has."""
    return _hash(Secret(secrets.token_hex(16).encode("ascii")))


def _hash(password: Secret) -> str:
    return _HASHER.hash(_normal(password))


def _matches(stored: str, password: Secret) -> bool:
    try:
        return _HASHER.verify(stored, _normal(password))
    except VerifyMismatchError:
        return False
    except (InvalidHashError, VerificationError):
        raise GatewayFault("a stored password hash is damaged") from None


def _normal(password: Secret) -> bytes:
    return unicodedata.normalize("NFC", password.reveal().decode("utf-8")).encode("utf-8")
