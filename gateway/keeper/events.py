"""What the journal keeps of the keeper: every use of a key for somebody, and every request no honest process makes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from gateway.audit.event import Event


class KeyUse(StrEnum):
    """What left the keeper."""

    CERTIFICATE = "certificate"  # for one log-in to one target
    VAULTED_KEY = "vaulted-key"  # a signature of one log-in
    VAULTED_PASSWORD = "vaulted-password"  # noqa: S105  # the name of a use
    RECORDING = "recording"  # the data key of one segment, for one viewing


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyUsed(Event):
    """A key was used for a person. `digest` is the SHA-256 of a certificate; `recording` what was opened, `purpose` why."""

    kind: ClassVar[str] = "key.used"

    use: KeyUse
    connection: str
    account: str | None = None
    digest: bytes | None = None
    recording: str | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeeperViolation(Event):
    """A request out of the table, out of order, or in another person's name; the connection was closed."""

    kind: ClassVar[str] = "keeper.violation"

    role: str
    connection: str
    address: str
    uid: int
    what: str
