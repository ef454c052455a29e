"""What the journal keeps of rotations. Written by the registrar with the change itself; no process appends them."""

from dataclasses import dataclass
from typing import ClassVar

from gateway.audit.event import Event
from gateway.rotation.due import Failure, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationAsked(Event):
    """The vaulted password of `target` is due to be changed."""

    kind: ClassVar[str] = "rotation.asked"

    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationPrepared(Event):
    """A new password of `target` is kept, sealed; from here on the target may have either. No session opens meanwhile."""

    kind: ClassVar[str] = "rotation.prepared"


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationDone(Event):
    """`target` has let the gateway in with the new password, which replaces the old one; `tries` that failed before."""

    kind: ClassVar[str] = "rotation.done"

    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationFailed(Event):
    """The password of `target` was not changed. The target is suspended, and its sessions end."""

    kind: ClassVar[str] = "rotation.failed"

    reason: Failure
    tries: int
