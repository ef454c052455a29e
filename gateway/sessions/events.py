"""What the journal keeps of sessions. The decision itself is authorization's event; these say what came of it."""

from dataclasses import dataclass
from typing import ClassVar

from gateway.audit.event import Event
from gateway.sessions.ending import EndReason


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOpened(Event):
    """Admitted, with a lease and a recording; the target has not been dialled yet."""

    kind: ClassVar[str] = "session.opened"

    username: str
    account: str
    capability: str
    address: str
    recording: str
    until: str
    policy_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStarted(Event):
    """The target let the session in."""

    kind: ClassVar[str] = "session.started"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionWarned(Event):
    """The person was told that the window ends soon."""

    kind: ClassVar[str] = "session.warned"

    remaining_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingNearlyFull(Event):
    """The person was told that the session's recording is nearly as large as one may be (`quota_bytes`, on disk)."""

    kind: ClassVar[str] = "session.recording_nearly_full"

    quota_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionUnwatched(Event):
    """A free shell that must be watched stands still, since nobody watches; it ends after `seconds` of that (R-27)."""

    kind: ClassVar[str] = "session.unwatched"

    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionWatched(Event):
    """Somebody watches it live; who it is says `recording.viewed`."""

    kind: ClassVar[str] = "session.watched"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(Event):
    """The session is over. `detail` is our own wording of a fault."""

    kind: ClassVar[str] = "session.ended"

    reason: EndReason
    shown_bytes: int
    typed_bytes: int
    exit_status: int | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRefused(Event):
    """Nothing was opened and no byte of the target was sent: `rules` name why."""

    kind: ClassVar[str] = "session.refused"

    username: str
    account: str | None = None
    capability: str
    rules: list[str]
    address: str
