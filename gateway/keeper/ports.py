"""What the keeper reads of the world before it signs, and the three things it writes. Filled by the wiring from storage.

Every method is called from a worker thread, several at once; it answers or raises, and a raise refuses the request.
The protocols that describe rows are matched by shape, so that storage need not know this room.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from gateway.audit.event import Event
from gateway.authentication.lockout import Attempts
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


class Credentials(Protocol):
    """People's factors."""

    def of(self, username: str) -> StoredCredential | None:
        """The person with exactly this user name, whatever the standing."""


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


class People(Protocol):
    """Whether the office is staffed yet."""

    def any(self) -> bool:
        """True once one person is registered."""


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
