"""What the journal keeps of recordings and their store. Nobody's name is in it; `recording` says which."""

from dataclasses import dataclass
from typing import ClassVar

from gateway.audit.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingShipped(Event):
    """The store has a copy, which was read back and is the same. `digest` is the SHA-256 of the whole file.

    `version` and `locked_until` (ISO 8601, empty: no lock) are the store's words. `again`: it was there already.
    """

    kind: ClassVar[str] = "recording.shipped"
    recording: str
    digest: bytes
    stored_bytes: int
    version: str
    locked_until: str
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingNotShipped(Event):
    """One recording the store does not take: `why` is a word of `Refusal`. It stays on this machine and is tried again."""

    kind: ClassVar[str] = "recording.not_shipped"
    recording: str
    why: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingLeft(Event):
    """The copy on this machine is about to be removed; the store's was read through once more and is the same."""

    kind: ClassVar[str] = "recording.left"
    recording: str
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingUnshelved(Event):
    """What becomes of the store's copy of a retired recording: `gone`, or held by its lock `until` (empty: it is not said).

    What is held is not gone: it is tried again every day, and this is said again when it is. No key opens it any more.
    """

    kind: ClassVar[str] = "recording.unshelved"
    recording: str
    gone: bool
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreLost(Event):
    """The recording store takes nothing, since `seconds`. Recordings stay on this machine meanwhile. Once an outage."""

    kind: ClassVar[str] = "store.lost"
    why: str
    seconds: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreBack(Event):
    """The store takes recordings again, after `seconds`."""

    kind: ClassVar[str] = "store.back"
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingsCounted(Event):
    """The day's verification is done (R-41). `day` is the day in Japan; the sums are over every recording the journal knows.

    Each one in `broken` has an entry `recording.verified` of its own; `unjudged` could not be read now, or have no seal yet.
    """

    kind: ClassVar[str] = "recordings.verified"
    day: str
    node: str
    sessions: int
    recordings: int
    holding: int
    broken: int
    unjudged: int
