"""Who looked at a recording, took a copy, verified it. The index field `person` is who did.

That a recording began and how it was closed, with its final hash, the registrar writes down itself.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from gateway.audit.event import Event


class Viewing(StrEnum):
    """How somebody looked."""

    REPLAY = "replay"
    EXPORT = "export"
    WATCH = "watch"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingViewed(Event):
    """Somebody is about to see a recording; journalled before the first event is shown."""

    kind: ClassVar[str] = "recording.viewed"
    recording: str
    how: Viewing
    purpose: str
    by_username: str
    os_user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingExported(Event):
    """A copy left the store. `digest` is SHA-256 of the exported file."""

    kind: ClassVar[str] = "recording.exported"
    recording: str
    form: str
    purpose: str
    by_username: str
    os_user: str
    digest: bytes
    exported_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingVerified(Event):
    """A verification and what it found; `findings` are `Flaw` words with a chunk's number, empty if it holds."""

    kind: ClassVar[str] = "recording.verified"
    recording: str
    holds: bool
    findings: tuple[str, ...]
