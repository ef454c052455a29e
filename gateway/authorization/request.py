"""The question: one person and his employer, one terminal, one target and account, one capability, one work order, one moment.

Everything a decision may look at is here or in the policy; a decision asks nobody. Orders are taken by shape
(`OrderFacts`), since they are kept by a room above this one; `gateway.work_orders.order.WorkOrder` has the shape.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from gateway.vocabulary.clock import JST
from gateway.vocabulary.identity import Person
from gateway.vocabulary.party import Chain
from gateway.vocabulary.target import Target
from gateway.vocabulary.terminal import Terminal


class Capability(StrEnum):
    """What a channel asks to do on the target."""

    SHELL = "shell"  # a free shell
    COMMANDS = "commands"  # listed commands at the gateway's own prompt
    EXEC = "exec"  # one command given with the connection
    UPLOAD = "upload"  # files in, never out
    QUERY = "query"  # statements to a database, its rows masked by column


class Factor(StrEnum):
    """What was proved about the person and the machine, each by its own signature or check."""

    TERMINAL_KEY = "terminal-key"
    PERSON_KEY = "person-key"
    PASSWORD = "password"  # noqa: S105  # the name of a factor, not a secret
    CODE = "code"


class OrderedTargetFacts(Protocol):
    """A target by name, with the accounts opened on it."""

    @property
    def name(self) -> str:
        """The target's name."""

    @property
    def accounts(self) -> tuple[str, ...]:
        """Accounts on that target."""


class OrderFacts(Protocol):
    """What a decision reads of a work order."""

    @property
    def id(self) -> str:
        """The order's identifier."""

    @property
    def person_id(self) -> str:
        """The engineer it is for."""

    @property
    def targets(self) -> tuple[OrderedTargetFacts, ...]:
        """What it opens."""

    @property
    def clients(self) -> tuple[str, ...]:
        """Client companies whose data it names."""

    @property
    def purpose(self) -> str:
        """An id of policies/purposes.toml."""

    @property
    def personal_data(self) -> bool:
        """True if it asks to see personal data."""

    @property
    def mode(self) -> str:
        """`commands` or `shell`."""

    @property
    def starts_at(self) -> datetime:
        """First moment of the window."""

    @property
    def ends_at(self) -> datetime:
        """First moment after the window."""

    @property
    def standing(self) -> str:
        """`approved`, or a word that opens nothing."""

    @property
    def requested_at(self) -> datetime:
        """When it was asked for; the memorandum of that day judges its purpose (R-24)."""

    @property
    def approvers(self) -> frozenset[str]:
        """People other than engineer and requester who approved it."""

    @property
    def approvals_needed(self) -> int:
        """How many of them it needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One question. `proved_at` is when the last factor was proved; `order` None means that the person has no order at all.

    `chain` is that of the person's employer, with the consents the clients gave for it (R-28).

    Raises ValueError for a moment without a time zone.
    """

    person: Person
    chain: Chain
    terminal: Terminal
    target: Target
    account: str
    capability: Capability
    order: OrderFacts | None
    factors: frozenset[Factor]
    proved_at: datetime
    now: datetime

    def __post_init__(self) -> None:
        if self.now.tzinfo is None or self.proved_at.tzinfo is None:
            raise ValueError("a decision needs moments with a time zone")

    @property
    def today(self) -> date:
        """The day in Japan, by which contracts, declarations and memoranda count."""
        return self.now.astimezone(JST).date()
