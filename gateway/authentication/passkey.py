"""A passkey as it is kept, and what a challenge is asked for (WebAuthn level 3). Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

CHALLENGE_LIFE: Final = timedelta(minutes=5)
CHALLENGE_BYTES: Final = 32
NAME_LETTERS_MAX: Final = 60
PASSKEYS_MAX: Final = 10  # of one person


class Purpose(StrEnum):
    """What a signed challenge is to prove; one asked for one purpose is good for no other."""

    ENTER = "enter"  # sign in; nobody is known yet
    AGAIN = "again"  # the person who is signed in is still there
    REGISTER = "register"  # another passkey of his


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """One passkey. `sealed` is its public key (COSE), sealed by the keeper; `sign_count` what it counted last.

    `credential_id` is what the authenticator calls it, 1 to 1023 bytes; `name` what its owner calls it. Times are UTC.
    """

    credential_id: bytes
    person: str
    username: str
    sealed: bytes
    name: str
    sign_count: int
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyLine:
    """One passkey as its owner reads of it."""

    credential_id: bytes
    name: str
    made_at: datetime
    used_at: datetime | None
