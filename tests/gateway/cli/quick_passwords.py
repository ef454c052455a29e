"""A keeper whose new hashes are argon2id of small cost: a town signs in at every verb, and the real 0.1 s proves nothing there.

They are judged as in life, for a hash names its own cost. Nobody's hash keeps the real one.
"""

import unicodedata

from argon2 import PasswordHasher

from gateway.keeper.service import Keeper
from gateway.vocabulary.secret import Secret

_QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


def with_quick_passwords(keeper: Keeper) -> None:
    """What this keeper hashes from now on is quick to judge."""
    keeper._passwords.hashed = _hashed  # type: ignore[method-assign]


async def _hashed(password: Secret) -> Secret:
    return Secret(_QUICK.hash(unicodedata.normalize("NFC", password.reveal().decode("utf-8"))).encode("ascii"))
