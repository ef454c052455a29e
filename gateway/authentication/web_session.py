"""One session of the web office as it is stored, why it can be over, and how often something was tried. Values only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EndReason(StrEnum):
    """Why a session of the web office ended."""

    SIGNED_OUT = "signed-out"  # where it was used
    REVOKED = "revoked"  # by its owner, from another of his sessions
    BY_ADMINISTRATOR = "by-administrator"
    IDLE = "idle"
    OVER = "over"  # the absolute limit
    ACCOUNT = "account"  # the account was suspended or revoked
    FACTORS = "factors"  # password, code or passkeys were changed


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSession:
    """`ticket` is the SHA-256 of what the browser shows, `signed_pass` the keeper's word about it.

    `address` and `agent` (at most 200 letters) are those of the sign-in; `seen_at` and `seen_address` of the last request that
    was written down. Times are timezone-aware UTC; `ends_at` is the absolute limit.
    """

    id: str
    ticket: bytes
    person: str
    way: str
    signed_pass: bytes
    made_at: datetime
    ends_at: datetime
    seen_at: datetime
    address: str
    seen_address: str
    agent: str
    ended_at: datetime | None = None
    end_reason: EndReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """How often something was tried since its window began, this time included, and when that window ends."""

    times: int
    ends_at: datetime
