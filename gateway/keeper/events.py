"""What the journal keeps of the keeper: every use of a key for somebody, and every request no honest process makes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from gateway.audit.event import Event


class KeyUse(StrEnum):
    """What left the keeper."""

    CERTIFICATE = "certificate"  # for one log-in to one target
    DATABASE_CERTIFICATE = "database-certificate"  # the same, X.509, for a database's role
    VAULTED_KEY = "vaulted-key"  # a signature of one log-in
    VAULTED_PASSWORD = "vaulted-password"  # noqa: S105  # the name of a use
    ROTATION_PASSWORD = "rotation-password"  # noqa: S105  # the name of a use: shown to the worker while it changes it
    ROTATION_CERTIFICATE = "rotation-certificate"  # for a target's management account
    CATALOGUE_PASSWORD = "catalogue-password"  # noqa: S105  # the name of a use: shown to the worker to read one schema
    CATALOGUE_CERTIFICATE = "catalogue-certificate"  # for the same, where the target takes certificates
    LOOK_UP = "look-up"  # digests of numbers somebody looks up among the people shown
    CANARY = "canary"  # digests of a canary person's values
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
class RecoveryCodeUsed(Event):
    """`person` proved himself with a recovery code in the place of his device; `left` are unused. Written before he is let in."""

    kind: ClassVar[str] = "recovery.used"

    username: str
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyCounterDecreased(Event):
    """A passkey signed rightly with a count that had not grown: there may be two of it. It was not taken.

    `passkey` is the SHA-256 of its id in hex; `seen` what it counted, `remembered` what it had counted before.
    """

    kind: ClassVar[str] = "passkey.counter_decreased"

    username: str
    passkey: str
    seen: int
    remembered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantMade(Event):
    """Further connections of this log-in at the database door need no fresh code; ends with the order at the latest."""

    kind: ClassVar[str] = "grant.made"

    username: str
    connection: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantTaken(Event):
    """A further connection goes on by the log-in of another, proved at `proved_at`; `open` count it in."""

    kind: ClassVar[str] = "grant.taken"

    username: str
    connection: str
    made_by: str
    proved_at: datetime
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantsForgotten(Event):
    """A session of this person was cut: no further connection goes on by his log-ins at the database door."""

    kind: ClassVar[str] = "grant.forgotten"

    count: int


class HostKeyStep(StrEnum):
    """One step in the life of an SSH host key."""

    PREPARED = "prepared"
    SWITCHED = "switched"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class HostKeyChanged(Event):
    """An administrator takes a step with our SSH host keys; written before it takes effect.

    `fingerprint` is the key the step is about, `current` the one that signs afterwards; `uid` the system user who asked.
    """

    kind: ClassVar[str] = "host_key.changed"

    by_username: str
    uid: int
    step: HostKeyStep
    fingerprint: str
    current: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeeperViolation(Event):
    """A request out of the table, out of order, or in another person's name; the connection was closed."""

    kind: ClassVar[str] = "keeper.violation"

    role: str
    connection: str
    address: str
    uid: int
    what: str
