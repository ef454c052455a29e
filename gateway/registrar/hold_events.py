"""What the journal keeps of sessions that stop while they run: for a key, or until a supervisor lets them go on.

The session process says so and the registrar writes it, in the transaction of what takes effect with it. No text of the screen
and nothing that was typed is in here: only why, how much, how long.
"""

from dataclasses import dataclass
from typing import ClassVar

from gateway.audit.event import Event
from gateway.guards.verdict import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPaused(Event):
    """Nothing is shown until the person presses a key. `so_far` counts the session's pauses, this one included."""

    kind: ClassVar[str] = "session.paused"

    why: Why
    so_far: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionWentOn(Event):
    """The person pressed a key after `milliseconds`; the `swallowed` bytes typed meanwhile went nowhere."""

    kind: ClassVar[str] = "session.went_on"

    why: Why
    milliseconds: int
    swallowed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFrozen(Event):
    """Nothing is shown and nothing typed until a supervisor lets it; it ends at `ends_at`. `by`: the supervisor who froze it.

    `used` of `limit` in the unit of `why`, 0 where nobody counted.
    """

    kind: ClassVar[str] = "session.frozen"

    why: Why
    used: int
    limit: int
    by: str | None
    ends_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionResumed(Event):
    """A frozen session goes on after `milliseconds`: who let it says `disclosure.released` or `disclosure.raised`.

    The `discarded` bytes typed meanwhile went nowhere.
    """

    kind: ClassVar[str] = "session.resumed"

    why: Why
    milliseconds: int
    discarded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFreezeOrdered(Event):
    """A supervisor froze the person of this session at its `door`, every session there."""

    kind: ClassVar[str] = "session.freeze_ordered"

    supervisor: str
    reason: str
    door: str
