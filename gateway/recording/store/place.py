"""Which bucket, and how it is reached and known. Values of the settings, checked there; nothing is opened here."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Locking(StrEnum):
    """Whether copies are locked against everybody until their time is over."""

    REQUIRED = "required"  # a bucket that offers none is refused
    OFFERED = "offered"  # where the bucket offers it
    NONE = "none"


class LockMode(StrEnum):
    """Who may end a lock early: nobody at all, or whoever has the store's right to."""

    COMPLIANCE = "compliance"
    GOVERNANCE = "governance"


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketPlace:
    """`endpoint` is https, or http on this machine. `prefix` is empty or ends with `/`. Seconds are of one request.

    Without a file of `credentials` the instance's own role is asked for. `authorities`: PEM, None for the system's.
    """

    endpoint: str
    region: str
    bucket: str
    prefix: str
    credentials: Path | None
    authorities: Path | None = None
    connect_seconds: float = 5.0
    answer_seconds: float = 20.0
