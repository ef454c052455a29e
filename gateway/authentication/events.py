"""What the journal says of a log-in. Names here are claims until `login.completed`, so `person` stays empty before it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from gateway.audit.event import Event
from gateway.authentication.ledger import Factor, Stage
from gateway.authentication.login_name import NameFault
from gateway.authentication.ports import Door


class StepFault(StrEnum):
    """The true reason a step failed, for the journal only."""

    WRONG = "wrong"
    USED = "used"
    LOCKED = "locked"
    UNKNOWN = "unknown"  # no such person, or a person without that factor
    NOT_A_CODE = "not-a-code"  # not six digits; never judged
    UNREADABLE = "unreadable"  # too long, or no text
    BAD_SIGNATURE = "bad-signature"
    KEY_NOT_ACCEPTED = "key-not-accepted"
    TERMINAL_NOT_PROVED = "terminal-not-proved"  # a person's answer was offered before the terminal's key


class KeyFault(StrEnum):
    """Why a key does not lead on."""

    UNREGISTERED = "unregistered"  # or revoked
    TERMINAL_SUSPENDED = "terminal-suspended"
    TERMINAL_REVOKED = "terminal-revoked"
    OTHER_PERSON = "other-person"
    NOT_WANTED_NOW = "not-wanted-now"  # e.g. a second terminal's key
    WITHDRAWN = "withdrawn"  # revoked while it was being proved
    NOT_TOUCHED = "not-touched"  # a security key signed by itself
    NOT_VERIFIED = "not-verified"  # a security key asked for no PIN, where policy wants one
    COUNTER_DECREASED = "counter-decreased"
    COPIED = "copied"  # a terminal's key in use from two addresses
    CERTIFICATE_MALFORMED = "certificate-malformed"
    CERTIFICATE_UNSIGNED = "certificate-unsigned"
    CERTIFICATE_NOT_A_USERS = "certificate-not-a-users"
    CERTIFICATE_OPTION = "certificate-option"  # a critical option that we do not enforce
    CERTIFICATE_AUTHORITY = "certificate-authority"  # signed by no authority that is registered and active
    CERTIFICATE_NOT_YET = "certificate-not-yet"
    CERTIFICATE_EXPIRED = "certificate-expired"
    CERTIFICATE_PRINCIPAL = "certificate-principal"  # does not name this user
    CERTIFICATE_ADDRESS = "certificate-address"
    CERTIFICATE_REVOKED = "certificate-revoked"
    CERTIFICATE_KEY = "certificate-key"  # its key is a terminal's or another person's, or was revoked


class TerminalFault(StrEnum):
    """Why a terminal is not approved (未承認端末)."""

    NO_KEY = "no-key"
    UNREGISTERED = "unregistered"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    NOT_SIGNED = "not-signed"  # a registered terminal's public key was shown and never proved


class RefusalReason(StrEnum):
    """Why a walk was refused as a whole."""

    BAD_NAME = "bad-name"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    CONTRACT_ENDED = "contract-ended"
    NOT_ENGINEER = "not-engineer"
    KEY_WITHDRAWN = "key-withdrawn"  # a proved key or its terminal was withdrawn during the walk


class CutOffReason(StrEnum):
    """Why the walk was ended in its middle."""

    TOO_MANY_QUERIES = "too-many-queries"
    TOO_MANY_FAILURES = "too-many-failures"
    UNASKED_ANSWER = "unasked-answer"
    TOO_MANY_CONNECTIONS = "too-many-connections"  # of one log-in at the database door


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginEvent(Event):
    """On every event of a log-in: which connection, by which door, from where, and the user name claimed."""

    connection: str
    door: Door
    address: str
    username: str | None = None  # None where what was typed is no user name


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginStarted(LoginEvent):
    """Somebody named a person, and perhaps a target."""

    kind: ClassVar[str] = "login.started"
    wanted_target: str | None = None
    wanted_account: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginFactorProved(LoginEvent):
    """A factor was proved. A key's comes after its signature was verified.

    `counter` and `verified` (PIN or biometric) are a security key's. Of a certificate: `fingerprint` is its key's,
    `authority` the fingerprint of whoever signed it, `serial` in decimal.
    """

    kind: ClassVar[str] = "login.factor_proved"
    factor: Factor
    fingerprint: str | None = None
    counter: int | None = None
    verified: bool | None = None
    authority: str | None = None
    serial: str | None = None
    key_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginKeyDeclined(LoginEvent):
    """A registered key was offered, unsigned, where it does not lead on. Says nothing about who holds its private half."""

    kind: ClassVar[str] = "login.key_declined"
    fault: KeyFault
    fingerprint: str
    owner: str  # id of the terminal or person the key is registered for; of a certificate, its authority's name


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginFailed(LoginEvent):
    """A step failed. `failures` counts them on this connection; `factor` is None where none was at stake yet."""

    kind: ClassVar[str] = "login.failed"
    factor: Factor | None = None
    fault: StepFault
    failures: int
    fingerprint: str | None = None
    key_fault: KeyFault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginLocked(LoginEvent):
    """The account is locked after repeated failures (R-16: alarmed)."""

    kind: ClassVar[str] = "login.locked"
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginTerminalUnapproved(LoginEvent):
    """未承認端末: a connection that proved no registered terminal (R-18). At most once a connection."""

    kind: ClassVar[str] = "login.terminal_unapproved"
    fault: TerminalFault
    offered: tuple[str, ...]  # fingerprints
    person_key_proved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginRefused(LoginEvent):
    """The walk as a whole was refused. `account` is the id of the person recognised, if it came that far."""

    kind: ClassVar[str] = "login.refused"
    reason: RefusalReason
    name_fault: NameFault | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginCutOff(LoginEvent):
    """The gateway ended the walk."""

    kind: ClassVar[str] = "login.cut_off"
    reason: CutOffReason


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginAbandoned(LoginEvent):
    """The connection ended in the middle of the walk, after a registered terminal was proved."""

    kind: ClassVar[str] = "login.abandoned"
    stage: Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginCompleted(LoginEvent):
    """A person is logged in. `person` and `terminal` are set, and proved."""

    kind: ClassVar[str] = "login.completed"
    factors: tuple[Factor, ...]
