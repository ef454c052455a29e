"""What the journal keeps of the door."""

from dataclasses import dataclass
from typing import ClassVar

from gateway.audit.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionRefused(Event):
    """A connection was dropped before any log-in: too many, too slow, no SSH, evicted, or nothing to serve it with."""

    kind: ClassVar[str] = "connection.refused"

    address: str
    why: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionFailed(Event):
    """A served connection ended without a log-in, `count` times: in the key exchange (`handshake`) or after it (`log-in`)."""

    kind: ClassVar[str] = "connection.failed"

    address: str
    why: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRefused(Event):
    """A client asked for something nobody named, `count` times in about a second; nothing of the target was sent.

    `detail` is what it was about (of a jump: host and port), escaped and cut short; None where the kind says it all.
    """

    kind: ClassVar[str] = "channel.refused"

    request: str
    address: str
    count: int = 1
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionClosed(Event):
    """A logged-in connection ended."""

    kind: ClassVar[str] = "connection.closed"

    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayStarted(Event):
    """The door is open."""

    kind: ClassVar[str] = "gateway.started"

    version: str
    policy_digest: str
    settings_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayStopped(Event):
    """The door is shut. `sessions` were told to end."""

    kind: ClassVar[str] = "gateway.stopped"

    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsReloaded(Event):
    """SIGHUP: settings and policy were read again and hold for new connections."""

    kind: ClassVar[str] = "settings.reloaded"

    policy_digest: str
    settings_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsRefused(Event):
    """SIGHUP: what was read is not valid; the old stays."""

    kind: ClassVar[str] = "settings.refused"

    why: str
