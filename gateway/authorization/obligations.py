"""What a permit demands of whoever uses it. Each obligation is a type, so that a relay cannot overlook one by its name.

`OBLIGATIONS` is the table of names a policy may write in `@obligations`; any other name refuses to load.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from gateway.authorization.limits import Limits
from gateway.authorization.request import OrderFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Everything shown and typed is recorded before it is shown; what cannot be recorded ends (promise 2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndsAt:
    """Cut at `at`; say so `warn_seconds` before, once (R-23)."""

    at: datetime
    warn_seconds: int

    @property
    def warn_at(self) -> datetime:
        """When to warn."""
        return self.at - timedelta(seconds=self.warn_seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Only these environment variables reach the target; a name ending in `*` stands for all that begin so."""

    allowed: tuple[str, ...]

    def admits(self, name: str) -> bool:
        """True if the variable `name` may be passed on."""
        return any(
            name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern for pattern in self.allowed
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOnly:
    """Files go in and never come out: nothing of a file's content, and no listing, is read back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesHashed:
    """Each file's name, size and SHA-256 is journalled."""


Obligation = Recorded | EndsAt | Environment | WriteOnly | FilesHashed

OBLIGATIONS: Mapping[str, Callable[[OrderFacts, Limits], Obligation]] = MappingProxyType(
    {
        "recorded": lambda _order, _limits: Recorded(),
        "ends-at": lambda order, limits: EndsAt(at=order.ends_at, warn_seconds=limits.warn_seconds),
        "environment": lambda _order, limits: Environment(allowed=limits.environment),
        "write-only": lambda _order, _limits: WriteOnly(),
        "files-hashed": lambda _order, _limits: FilesHashed(),
    }
)

# No policy may permit anything without these: no record, no session; nothing standing.
ALWAYS = frozenset({"recorded", "ends-at"})
