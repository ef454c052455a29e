"""What the registrar itself writes down: what it refused, ended, closed or found out about time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from gateway.audit.event import Event
from gateway.recording.seal import SealState
from gateway.work_orders.order import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrarStarted(Event):
    """This node's registrar is open; `sessions_broken` were left open by an earlier one."""

    kind: ClassVar[str] = "registrar.started"
    sessions_broken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrarStopped(Event):
    """This node's registrar closes in an orderly way."""

    kind: ClassVar[str] = "registrar.stopped"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeLost(Event):
    """Another node's registrar was silent for too long; `sessions_broken` of its sessions were ended, their leases freed."""

    kind: ClassVar[str] = "node.lost"
    node: str
    sessions_broken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ViolationSeen(Event):
    """Some process asked for what no honest process asks; its connection was closed."""

    kind: ClassVar[str] = "registrar.violation"
    role: str
    connection: str
    address: str
    uid: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLapsed(Event):
    """The window of an order was over, and with it the order (期限切れ); `was` is where it stood until then."""

    kind: ClassVar[str] = "order.lapsed"
    engineer: str
    was: Standing
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionBroken(Event):
    """A session's process went without a word; the registrar ended the session."""

    kind: ClassVar[str] = "session.broken"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCut(Event):
    """Somebody ordered a session to end. `person` is whose session it is, `by` who cut it."""

    kind: ClassVar[str] = "session.cut"
    by: str
    by_username: str
    os_user: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionKilled(Event):
    """A session told to end had not ended within its time; its process is killed."""

    kind: ClassVar[str] = "session.killed"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseRefused(Event):
    """A person at work on one terminal asked for a session on another (R-17). `terminal` is where it was refused.

    The names are those under which both terminals were registered at that moment.
    """

    kind: ClassVar[str] = "lease.refused"
    held_by_terminal: str
    username: str | None = None
    terminal_name: str | None = None
    held_by_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCounterDecreased(Event):
    """A security key signed with a lower count than before, so there may be two of it; it was not taken.

    `owner` is the person or terminal (id) it is registered for, `person` only the former: his key was shown, no more is proved.
    """

    kind: ClassVar[str] = "login.key_counter_decreased"
    connection: str
    address: str
    owner: str
    fingerprint: str
    seen: int
    remembered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalKeyCopied(Event):
    """A terminal's key was proved from `address` while it was in use from `other_address`: the terminal is suspended (R-18)."""

    kind: ClassVar[str] = "terminal.key_copied"
    terminal_name: str
    connection: str
    address: str
    other_address: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingClosed(Event):
    """A recording's final hash: from here on a missing, shortened or replaced file is named by verification."""

    kind: ClassVar[str] = "recording.closed"
    recording: str
    how: SealState
    final_hash: bytes
    chunks: int
    stored_bytes: int
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingUnrecovered(Event):
    """A recording whose writer is gone cannot be recovered: the file is missing or nothing of it verifies."""

    kind: ClassVar[str] = "recording.unrecovered"
    recording: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockJumped(Event):
    """Wall time left boot time by more than the bound (R-43): sessions end, none opens."""

    kind: ClassVar[str] = "clock.jumped"
    drift_milliseconds: int
    bound_milliseconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockBehind(Event):
    """At the start the clock stood before what this node had written already: it went back, and no session opens (R-43).

    Entries from here on are earlier than some before them, until the clock has come to `newest`.
    """

    kind: ClassVar[str] = "clock.behind"
    newest: datetime
    behind_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockAccepted(Event):
    """The same, but the settings say that the journal's times up to `newest` are the wrong ones."""

    kind: ClassVar[str] = "clock.accepted"
    newest: datetime
    behind_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockUnsynchronised(Event):
    """The kernel says that nothing disciplines its clock, and the settings require that something does."""

    kind: ClassVar[str] = "clock.unsynchronised"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSteady(Event):
    """The clock can be trusted again."""

    kind: ClassVar[str] = "clock.steady"
    drift_milliseconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeEntered(Event):
    """`person` proved himself at the office's door (password and code, by the keeper's word)."""

    kind: ClassVar[str] = "office.entered"
    by: str
    by_username: str
    os_user: str | None
    uid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCommitted(Event):
    """Which change took effect and who made it, by the keeper's word: the events beside it are the office's own words.

    `subject` is what was changed: its id, name or fingerprint; `facts` is the change itself (telling.py). `by` is empty for
    the first person of all. The index fields name whom or what it is about, never who did it.
    """

    kind: ClassVar[str] = "office.committed"
    change: str
    subject: str
    facts: dict[str, Any]
    by: str
    by_username: str
    os_user: str | None
    uid: int
