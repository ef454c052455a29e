"""What the journal hears of the end of recordings: each before it takes effect, in the commit that makes it so (R-84 to R-87)."""

from dataclasses import dataclass
from typing import ClassVar

from gateway.audit.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingRetired(Event):
    """A recording's life is over, as agreed: from here on a missing file is no loss. `final_hash` says what it was.

    `why` is a word of `recording/retiring.Why`; `days` it was to be kept for its `clients`, whole days from the day it began.
    """

    kind: ClassVar[str] = "recording.retired"
    recording: str
    clients: tuple[str, ...]
    final_hash: bytes
    why: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingKeyDestroyed(Event):
    """The key pair of the recordings that began on `day` for exactly these clients is gone; `name` in hex."""

    kind: ClassVar[str] = "recording.key_destroyed"
    name: str
    day: str
    clients: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionHeld(Event):
    """The days of `recordings` recordings are over, and a legal hold keeps them; the first and last of them by id."""

    kind: ClassVar[str] = "retention.held"
    hold: str
    client: str
    recordings: int
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPlaced(Event):
    """From here on no recording of the client's work that ran from `since` to `until` goes."""

    kind: ClassVar[str] = "hold.placed"
    hold: str
    client: str
    since: str
    until: str
    reason: str
    reference: str
    by_username: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLifted(Event):
    """Two people say that it may go again: who asked, and who confirmed."""

    kind: ClassVar[str] = "hold.lifted"
    hold: str
    client: str
    reason: str
    asked_by: str
    by_username: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractEnded(Event):
    """A client's contract is over: `keys` pairs are destroyed in this commit; the numbers as in recording/contract_end."""

    kind: ClassVar[str] = "contract.ended"
    client: str
    reason: str
    keys: int
    recordings: int
    lasting: int
    shared: int
    asked_by: str
    by_username: str
