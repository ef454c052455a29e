"""What the desk needs from others; `wiring` fills it (reads from storage, writes through the registrar)."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from gateway.audit.event import Event
from gateway.vocabulary.identity import Person
from gateway.vocabulary.party import Chain
from gateway.vocabulary.target import Target
from gateway.work_orders.change import OrderChange
from gateway.work_orders.order import WorkOrder


class Orders(Protocol):
    """Stored orders."""

    def order(self, order: str) -> WorkOrder | None:
        """The order as it stands now, with its approvals; None where there is none."""


class People(Protocol):
    """Stored people."""

    def person(self, person: str) -> Person | None:
        """The person as he stands now; None where there is none."""


class Targets(Protocol):
    """Stored targets."""

    def target(self, name: str) -> Target | None:
        """The target as it stands now; None where there is none."""


class Parties(Protocol):
    """Stored clients, employers and consents."""

    def chain(self, employer: str) -> Chain:
        """The chain from the clients to this employer as it stands now; one that needs every consent where it is unknown."""


class Commit(StrEnum):
    """What came of a change."""

    DONE = "done"  # durable, with its events
    STALE = "stale"  # nothing happened: the stored order stands at another version, or a new order's id is taken


class Office(Protocol):
    """The registrar's write handle. Both methods return only when durable and raise GatewayFault when they cannot."""

    def commit(self, change: OrderChange, events: Sequence[Event]) -> Commit:
        """Writes the change and its events in one transaction, or neither."""

    def append(self, events: Sequence[Event]) -> None:
        """Writes events alone: an attempt that changed nothing."""
