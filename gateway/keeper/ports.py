"""What the keeper reads of the world before it signs, and the few things it writes. Filled by the wiring from storage.

Every method is called from a worker thread, several at once; it answers or raises, and a raise refuses the request.
The protocols that describe rows are matched by shape, so that storage need not know this room.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from gateway.audit.event import Event
from gateway.authentication.enrolment import Enrolment
from gateway.authentication.lockout import Attempts
from gateway.authentication.passkey import Passkey, Purpose
from gateway.disclosure.inquiry import Inquiry
from gateway.recording.content_key import ContentKey
from gateway.vocabulary.identity import Role, Standing
from gateway.vocabulary.target import Target
from gateway.work_orders.order import WorkOrder


class StoredCredential(Protocol):
    """A person's factors as stored: sealed by the keeper, None where he has none."""

    @property
    def person(self) -> str:
        """The row's id."""

    @property
    def username(self) -> str:
        """The account's name."""

    @property
    def roles(self) -> frozenset[Role]:
        """What the person is."""

    @property
    def standing(self) -> Standing:
        """Whether the account may be used."""

    @property
    def contract_end(self) -> date:
        """The last day, in JST, on which it may."""

    @property
    def password_sealed(self) -> bytes | None:
        """Sealed argon2id hash."""

    @property
    def totp_sealed(self) -> bytes | None:
        """Sealed base32 secret."""

    @property
    def passkeys(self) -> tuple[bytes, ...]:
        """Ids of his passkeys, sorted."""


class Credentials(Protocol):
    """People's factors."""

    def of(self, username: str) -> StoredCredential | None:
        """The person with exactly this user name, whatever the standing."""


class StoredWebSession(Protocol):
    """A session of the web office as stored. The keeper believes of it what its own pass says, and when it was seen or ended."""

    @property
    def id(self) -> str:
        """The row's id."""

    @property
    def ticket(self) -> bytes:
        """SHA-256 of the ticket."""

    @property
    def person(self) -> str:
        """The id of whose it is."""

    @property
    def signed_pass(self) -> bytes:
        """What the keeper signed."""

    @property
    def seen_at(self) -> datetime:
        """The request the registrar knows of last."""

    @property
    def seen_address(self) -> str:
        """Where that came from."""

    @property
    def ended_at(self) -> datetime | None:
        """Set once and for good."""


class WebSessions(Protocol):
    """Sessions of the web office."""

    def of(self, ticket: bytes) -> StoredWebSession | None:
        """The session whose ticket has this SHA-256, ended or not."""


class Links(Protocol):
    """One-time links to enrol by."""

    def of(self, digest: bytes) -> Enrolment | None:
        """The link whose token has this keyed digest, used or not."""


class RecoveryCodes(Protocol):
    """Codes for the day a device is lost."""

    def use(self, person: str, digest: bytes) -> bool:
        """Mark the person's code of this keyed digest as used, durably; False, having changed nothing, where it is not good."""

    def left(self, person: str) -> int:
        """How many of the person's are unused."""


class Inquiries(Protocol):
    """Inquiries on the disclosure records, as the registrar wrote them down."""

    def get(self, inquiry: str) -> Inquiry | None:
        """One by id."""


class Passkeys(Protocol):
    """Passkeys."""

    def get(self, credential_id: bytes) -> Passkey | None:
        """The passkey with this id, whoever's."""

    def count(self, credential_id: bytes, before: int, after: int) -> bool:
        """Keep durably what it counted; False where another proof has counted meanwhile, or it is gone."""


class Challenges(Protocol):
    """What passkeys were asked to sign, by SHA-256."""

    def ask(self, digest: bytes, purpose: Purpose, person: str | None, until: datetime) -> bool:
        """Keep one durably; False where it is there already."""

    def use(self, digest: bytes, purpose: Purpose, person: str | None) -> bool:
        """Use one up durably; False, having changed nothing, where it is not good for this purpose and person now."""


class StoredBackground(Protocol):
    """What a person's password must not be made of, as stored: his own fields sealed, the names of the place plain."""

    @property
    def username(self) -> str:
        """The account's name."""

    @property
    def sealed(self) -> Mapping[str, bytes]:
        """`name`, `kana` and `number`, sealed as personal fields."""

    @property
    def site(self) -> Sequence[str]:
        """Names of employers, clients and targets."""


class Backgrounds(Protocol):
    """What is known about people and the place, for judging new passwords."""

    def of(self, person: str) -> StoredBackground | None:
        """By the person's row id."""


class UsedCodes(Protocol):
    """Codes that were good once."""

    def use(self, person: str, step: int) -> bool:
        """Write (person, 30 s step) durably; False, having changed nothing, when it stands there already (R-16)."""


class Lockouts(Protocol):
    """Counted failures."""

    def get(self, person: str) -> Attempts:
        """The count; lockout.NO_FAILURES where there is none."""

    def put(self, person: str, attempts: Attempts) -> None:
        """Write the count durably."""


class Orders(Protocol):
    """Work orders."""

    def get(self, order: str) -> WorkOrder | None:
        """The order with its approvals, whatever its standing."""


class Targets(Protocol):
    """Registered targets."""

    def get(self, name: str) -> Target | None:
        """The target of this name, whatever its standing."""


class TargetSecrets(Protocol):
    """Vaulted keys and passwords."""

    def get(self, target: str) -> bytes | None:
        """The sealed secret of the target of this name."""

    def pending(self, target: str) -> bytes | None:
        """The sealed password a rotation is about to set on it, or has set; None while none is begun."""


class StoredAddressee(Protocol):
    """Whether a person is told of orders, and where; the address sealed, None where he has none."""

    @property
    def person(self) -> str:
        """The row's id."""

    @property
    def roles(self) -> frozenset[Role]:
        """What the person is."""

    @property
    def standing(self) -> Standing:
        """Whether the account may be used."""

    @property
    def contract_end(self) -> date:
        """The last day, in JST, on which it may."""

    @property
    def mail_sealed(self) -> bytes | None:
        """Sealed mail address."""


class People(Protocol):
    """Whether the office is staffed yet, and who may be written to."""

    def any(self) -> bool:
        """True once one person is registered."""

    def addressees(self) -> Sequence[StoredAddressee]:
        """Everybody who has a mail address."""


class RecordingKeys(Protocol):
    """Key pairs that close recordings."""

    def in_use(self, fresh: ContentKey) -> ContentKey:
        """The pair in use for the day and clients of `fresh`: that one, durably kept, where there was none."""

    def get(self, name: bytes) -> ContentKey | None:
        """One by name, whatever became of it."""


class Journal(Protocol):
    """The keeper's lines in the journal, through the registrar."""

    def append(self, events: Sequence[Event]) -> None:
        """Durable when it returns. Raises GatewayFault when it cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """All of them in one hand."""

    credentials: Credentials
    used_codes: UsedCodes
    lockouts: Lockouts
    orders: Orders
    targets: Targets
    target_secrets: TargetSecrets
    people: People
    journal: Journal
    web_sessions: WebSessions
    links: Links
    recovery_codes: RecoveryCodes
    passkeys: Passkeys
    challenges: Challenges
    backgrounds: Backgrounds
    inquiries: Inquiries
    recording_keys: RecordingKeys
