"""What the journal keeps of people who stand by a running session (R-27). `person` is whose session it is, `by` who is there."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from gateway.audit.event import Event


class Leaving(StrEnum):
    """How somebody left."""

    SAID = "said"  # he said so
    LOST = "lost"  # his connection ended, or nothing was heard of his browser
    OVER = "over"  # the session ended


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionAttended(Event):
    """Somebody is beside a running session from now on: judged by the registrar, never the person whose session it is."""

    kind: ClassVar[str] = "session.attended"

    by: str
    by_username: str
    os_user: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLeft(Event):
    """He is there no more, after so many seconds."""

    kind: ClassVar[str] = "session.left"

    by: str
    by_username: str
    os_user: str | None
    how: Leaving
    seconds: int
