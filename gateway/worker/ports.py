"""What the worker needs from others. Filled by the wiring."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from gateway.audit.event import Event
from gateway.audit.ports import SignedCheckpoint


class Registrar(Protocol):
    """The registrar, as the worker speaks to it."""

    def checkpoint(self) -> None:
        """Have the journal signed now. Raises CallRefused or GatewayFault."""

    def append(self, events: Sequence[Event]) -> None:
        """Durable when it returns."""


class Journal(Protocol):
    """Reading what the journal says."""

    def last_checkpoint(self) -> SignedCheckpoint | None:
        """The newest signed head."""

    def mailed_on(self, day: date) -> bool:
        """Whether that day's checkpoint went out (an event `witness.mailed` of that day stands in the journal)."""


class Post(Protocol):
    """A mail server."""

    def send(self, recipients: Sequence[str], subject: str, text: str) -> None:
        """Returns when the server has accepted the mail for every recipient; raises OSError otherwise."""
