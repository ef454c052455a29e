"""What the log-in walk needs from the rest of the gateway; the listener fills it with calls to registrar and keeper.

Every method either answers or raises: a raised exception of any kind ends the walk (fail closed).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from time import sleep
from typing import Protocol

from gateway.audit.event import Event
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identity import Language, Role, Standing
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.secret import Secret


class Door(StrEnum):
    """Where a person knocked."""

    SSH = "ssh"
    POSTGRESQL = "postgresql"


class KeyKind(StrEnum):
    """What a registered key stands for. A key is one or the other, never both (refused at registration)."""

    TERMINAL = "terminal"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginFacts:
    """What the walk may know of a person. `contract_end` is the last day in JST on which the account is good (R-20)."""

    person_id: str
    username: str
    roles: frozenset[Role]
    language: Language
    contract_end: date
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyOwner:
    """Whose an unrevoked registered key is.

    `owner_id` is a terminal's or person's id, `name` the terminal's name or the person's username. `standing` is the
    terminal's or the person's; the walk looks at it for terminals only, because a person's is told after all factors.
    """

    kind: KeyKind
    owner_id: str
    name: str
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What the registrar knows about a user certificate and the key in it.

    `authority` is the name of the active authority that has this key, None for any other key. `revoked`: by serial or key id.
    `holder` is whose key the certified one is registered as, `withdrawn` says that it was registered once and revoked.
    """

    authority: str | None
    revoked: bool
    holder: KeyOwner | None
    withdrawn: bool


class SecurityKeyDemand(StrEnum):
    """What a security key must have asked of the person before it signed; a touch in any case."""

    TOUCH = "touch"
    PIN = "pin"  # or a biometric: user verification


class Noted(StrEnum):
    """What the registrar made of a proved key."""

    WRITTEN = "written"
    WITHDRAWN = "withdrawn"  # revoked between the look-up and the proof
    COUNTER_DECREASED = "counter-decreased"  # it signed with a lower count than before: there are two of it
    COPIED = "copied"  # a terminal's key in use from two addresses; the terminal is suspended


class Verdict(StrEnum):
    """What the keeper found about a password or a code."""

    RIGHT = "right"
    WRONG = "wrong"
    USED = "used"  # a right code that was used before, at any door
    LOCKED = "locked"  # not judged, or the failure that locked
    UNKNOWN = "unknown"  # nobody of that name, or a person without this factor; shown exactly like WRONG


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The keeper's answer. `seconds`: to the next code for USED, to the end of the lock for LOCKED, else 0.

    `assertion` comes with a RIGHT code of a person who may log in, and never otherwise.
    """

    verdict: Verdict
    seconds: int = 0
    assertion: bytes | None = None

    def __post_init__(self) -> None:
        if self.assertion is not None and self.verdict is not Verdict.RIGHT:
            raise ValueError("an assertion goes with a right code only")


class Directory(Protocol):
    """Registered people, terminals and keys."""

    def login(self, username: str) -> LoginFacts | None:
        """The person with this exact user name, whatever the standing; None for nobody."""

    def key_owner(self, blob: bytes) -> KeyOwner | None:
        """Whose this public key blob (RFC 4253 §6.6) is; None for unregistered and revoked keys."""

    def terminal_certified(self, certificate: bytes) -> KeyOwner | None:
        """The terminal, of whatever standing, this X.509 certificate (DER) is registered for; None for nobody's."""

    def certificate(self, *, authority: bytes, serial: int, key_id: str, key: bytes) -> CertificateFacts:
        """The facts about a certificate that `authority` (blob) signed for `key` (blob)."""


class Factors(Protocol):
    """The keeper's verification, asked only after a registered terminal is proved.

    A name nobody has is judged, counted and locked like any other (lockout.py): LOCKED must not tell who exists.
    """

    def password(self, username: str, terminal: str, password: Secret) -> Checked:
        """Judge a password (UTF-8). Counts one failure when wrong."""

    def code(self, username: str, terminal: str, code: str) -> Checked:
        """Judge six ASCII digits. Counts one failure when wrong; uses the code up when right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """An earlier log-in carries this connection too. `proved_at` is when its factors were proved (UTC)."""

    assertion: bytes
    proved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantFull:
    """It carries as many connections as it may; `text` for the person."""

    text: Text


class Grants(Protocol):
    """The keeper's memory of log-ins at the database door (R-16: no code is good twice; a grant is no code)."""

    def take(
        self, username: str, terminal: str, target: str, password: Secret, code: str
    ) -> Granted | GrantFull | None:
        """Granted where this very terminal showed these very answers for this target before, and may still go on."""


class Diary(Protocol):
    """The journal as one connection writes it."""

    def append(self, events: Sequence[Event]) -> None:
        """Return only when all of them are durable; raise otherwise."""

    def key_proved(self, blob: bytes, counter: int | None, event: Event) -> Noted:
        """Write `event` together with what this registered key's proof changes; durable when it returns WRITTEN.

        `counter` is a security key's. For any other answer `event` was not written, but what the answer says was.
        """

    def certificate_proved(self, certificate: bytes, event: Event) -> Noted:
        """As `key_proved`, for the X.509 certificate (DER) of a terminal: WRITTEN, WITHDRAWN or COPIED."""

    def bind(self, assertion: bytes, terminal: str) -> None:
        """Show the registrar whose this connection is, so that events may carry the person; raise unless accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """All of them in one hand, and what is asked of security keys.

    `pause` waits for a number of seconds; it evens out how long refusals take.
    """

    directory: Directory
    factors: Factors
    diary: Diary
    clock: Clock
    security_keys: SecurityKeyDemand
    pause: Callable[[float], None] = field(default=sleep)
    grants: Grants | None = None  # a door without them has none
