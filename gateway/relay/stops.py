"""What a person is told of what stops his session, as values; whoever knows his terminal says it."""

from dataclasses import dataclass
from typing import TypeAlias

from gateway.guards.verdict import Pause, Why
from gateway.relay.ports import Count
from gateway.sessions.standing import Course


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """Frozen, until a supervisor lets it go on. `by`: the supervisor (user name) who froze it."""

    why: Why
    used: int = 0
    limit: int = 0
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WentOn:
    """It goes on after a pause, or a supervisor let it."""

    after: Course


@dataclass(frozen=True, slots=True, kw_only=True)
class LittleLeft:
    """Most of the people this session may be shown have been."""

    count: Count


Word: TypeAlias = Pause | Stands | WentOn | LittleLeft
"""What the person is told."""
