"""What a permit demands of whoever uses it. Each obligation is a type, so that a relay cannot overlook one by its name.

`OBLIGATIONS` is the table of names a policy may write in `@obligations`; any other name refuses to load.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from gateway.authorization.limits import Limits, UploadLimits
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
    """Files go in and never come out: no content is read back; names and attributes of the drop folder are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesHashed:
    """Each file's name, size and SHA-256 is journalled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesLimited:
    """So many bytes in a file, so many bytes and files in a session; sizes in bytes."""

    file_bytes: int
    session_bytes: int
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleCounted:
    """Each file is looked into, as far as these numbers say; one with more than `limits.people` people is refused (R-10)."""

    limits: UploadLimits


Obligation = Recorded | EndsAt | Environment | WriteOnly | FilesHashed | FilesLimited | PeopleCounted

OBLIGATIONS: Mapping[str, Callable[[OrderFacts, Limits], Obligation]] = MappingProxyType(
    {
        "recorded": lambda _order, _limits: Recorded(),
        "ends-at": lambda order, limits: EndsAt(at=order.ends_at, warn_seconds=limits.warn_seconds),
        "environment": lambda _order, limits: Environment(allowed=limits.environment),
        "write-only": lambda _order, _limits: WriteOnly(),
        "files-hashed": lambda _order, _limits: FilesHashed(),
        "files-limited": lambda _order, limits: FilesLimited(
            file_bytes=limits.upload.file_bytes, session_bytes=limits.upload.session_bytes, files=limits.upload.files
        ),
        "people-counted": lambda _order, limits: PeopleCounted(limits=limits.upload),
    }
)

# No policy may permit anything without these: no record, no session; nothing standing.
ALWAYS = frozenset({"recorded", "ends-at"})
