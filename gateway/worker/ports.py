"""What the worker needs from others. Filled by the wiring."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol

from gateway.audit.event import Event
from gateway.audit.ports import SignedCheckpoint
from gateway.authorization.columns.reading import NotRead, Reading, Told
from gateway.vocabulary.outcome import Text
from gateway.worker.letter import Letter
from gateway.worker.notice_letter import OrderNews


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One entry of the journal, read from its bytes; `data` is None where they are no entry any more."""

    seq: int
    at: datetime
    kind: str
    data: dict[str, Any] | None


class Tail(Protocol):
    """The journal's newest part, as alarms are looked for."""

    def last_seq(self) -> int:
        """The last entry's sequence number, -1 for an empty journal."""

    def after(self, seq: int, kinds: Collection[str], limit: int) -> Sequence[Seen]:
        """The first `limit` entries of these kinds beyond `seq`, in order."""

    def mailed_through(self) -> int:
        """How far alarms were mailed, by the newest `alarm.mailed`; -1 where none was."""

    def outage_told(self) -> bool:
        """Whether the newest `alarm.unsent` is newer than the newest `alarm.mailed`."""

    def name_of(self, known: str) -> str | None:
        """The user name of a person's id, from his newest log-in, or the name of a terminal's; None where there was none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of one letter: who has it, whom the server refuses for good, and who must be tried again."""

    taken: tuple[str, ...]
    refused: tuple[str, ...]
    later: tuple[str, ...]


class OrderTail(Protocol):
    """The journal's newest part, as notices of orders are looked for."""

    def last_seq(self) -> int:
        """The last entry's sequence number, -1 for an empty journal."""

    def last_before(self, moment: datetime) -> int:
        """The last entry older than `moment`; -1 where none is."""

    def after(self, seq: int, kinds: Collection[str], limit: int) -> Sequence[Seen]:
        """The first `limit` entries of these kinds beyond `seq`, in order."""


class OrdersNow(Protocol):
    """Work orders, as a notice tells of them."""

    def news(self, order: str) -> OrderNews | None:
        """The order as it stands now; None where there is none."""


class Schemas(Protocol):
    """Which schemas are wanted, and what came of each. The registrar fills it; raises CallRefused or GatewayFault."""

    def work(self) -> Sequence[Reading]:
        """What is to be read now; each is given out once."""

    def answered(self, reading: str, told: Told) -> None:
        """It was read."""

    def failed(self, reading: str, why: NotRead, text: Text) -> None:
        """It could not be."""


class Addressees(Protocol):
    """Whom an order concerns. The keeper fills it."""

    def addresses(self, order: str, about: Literal["asked", "decided"]) -> Sequence[str]:
        """Mail addresses of those who could approve it now, or of whose it is. Raises CallRefused or GatewayFault."""


class AlarmPost(Protocol):
    """A mail server that takes a letter for each recipient by itself."""

    def hand_in(self, recipients: Sequence[str], letter: Letter, number: str) -> Delivery:
        """`number` is the same for the same letter sent again. Raises OSError where the server cannot be reached."""
