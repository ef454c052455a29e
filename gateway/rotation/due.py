"""Which targets can have their password changed by us, and why one is due. Pure.

A vaulted private key never leaves the keeper, which only signs with it: using it gives nobody anything to keep, so there is
nothing to change after use. A password must be shown to the target by the session that logs in, so it is changed afterwards.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from gateway.vocabulary.target import LoginWay, Protocol, Target

TRIES_MAX: Final = 6
FIRST_WAIT: Final = timedelta(seconds=5)
LONGEST_WAIT: Final = timedelta(minutes=5)


class Reason(StrEnum):
    """Why a password is due to be changed."""

    USED = "used"  # it was handed out to a session
    ASKED = "asked"  # an administrator wants it
    LEAVER = "leaver"  # somebody who used the target is gone for good


class Failure(StrEnum):
    """Why a change was given up, or did not come about this time."""

    UNREACHABLE = "unreachable"
    OTHER_HOST = "other-host"  # the host key is not the pinned one
    REFUSED = "refused"  # the target did not let the gateway change it
    NOT_PROVED = "not-proved"  # changed, as the target said, but the new password does not let in


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """Where a target's change stands. `reason` None: nothing is due; `prepared_at`: a new password lies ready or in use."""

    target_id: str
    reason: Reason | None = None
    prepared_at: datetime | None = None
    tries: int = 0
    not_before: datetime | None = None
    failed: Failure | None = None
    done_at: datetime | None = None

    @property
    def wanted(self) -> bool:
        """True if there is anything to do that was not given up."""
        return self.failed is None and (self.reason is not None or self.prepared_at is not None)


def rotates(target: Target) -> bool:
    """True if we can change this target's password: PostgreSQL by the account itself, SSH through a management account."""
    if target.login is not LoginWay.VAULTED_PASSWORD:
        return False
    return target.protocol is Protocol.POSTGRESQL or target.management is not None


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after this many tries that did not reach the target; None when it is to be given up."""
    if tries >= TRIES_MAX:
        return None
    doubled: int = 2 ** (tries - 1)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)
