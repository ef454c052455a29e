"""What a permit demands of whoever uses it. Each obligation is a type, so that a relay cannot overlook one by its name.

`OBLIGATIONS` is the table of names a policy may write in `@obligations`; any other name refuses to load.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from gateway.authorization.limits import (
    CommandLimits,
    DatabaseLimits,
    Limits,
    OnTransferStart,
    TypedLimits,
    UploadLimits,
)
from gateway.authorization.request import Capability, OrderFacts


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """Only what paints text reaches the terminal; the start of a file transfer does `on_transfer_start`."""

    on_transfer_start: OnTransferStart = OnTransferStart.END


@dataclass(frozen=True, slots=True, kw_only=True)
class InputMetered:
    """What comes from the person's terminal is metered, pastes are marked, a terminal's answers are dropped."""

    limits: TypedLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandsListed:
    """Nothing runs on the target but commands listed for the order's `purpose`, at the gateway's own prompt, each bounded."""

    purpose: str
    limits: CommandLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Nothing is shown or typed while nobody watches live (R-27): it waits for the first, then for the next, or ends."""

    wait_seconds: int
    gone_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsGated:
    """Only statements that the gate understands reach the database, read-only, each within these bounds (R-04)."""

    limits: DatabaseLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsMasked:
    """A value is shown only where the catalogue of columns and the server prove it harmless; every other is masked (R-05)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgeted:
    """Rows shown and people revealed count against the budget of the order's `purpose` (R-06)."""

    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """Personal data in what a terminal shows is masked, always: nothing in a shell is ever revealed (R-05)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metered:
    """People and unreadable text that a terminal shows count against the shell's budget of the order's `purpose` (R-06, R-07)."""

    purpose: str


Obligation = (
    Recorded
    | EndsAt
    | Environment
    | WriteOnly
    | FilesHashed
    | FilesLimited
    | PeopleCounted
    | Painted
    | InputMetered
    | CommandsListed
    | Watched
    | StatementsGated
    | RowsMasked
    | Budgeted
    | Masked
    | Metered
)

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
        "painted": lambda _order, limits: Painted(on_transfer_start=limits.on_transfer_start),
        "input-metered": lambda _order, limits: InputMetered(limits=limits.typed),
        "commands-listed": lambda order, limits: CommandsListed(purpose=order.purpose, limits=limits.commands),
        "watched": lambda _order, limits: Watched(
            wait_seconds=limits.watching.wait_seconds, gone_seconds=limits.watching.gone_seconds
        ),
        "statements-gated": lambda _order, limits: StatementsGated(limits=limits.database),
        "rows-masked": lambda _order, _limits: RowsMasked(),
        "budgeted": lambda order, _limits: Budgeted(purpose=order.purpose),
        "masked": lambda _order, _limits: Masked(),
        "metered": lambda order, _limits: Metered(purpose=order.purpose),
    }
)

# What can be demanded of one capability only: nobody else would heed it.
ONLY_OF: Mapping[str, Capability] = MappingProxyType(
    {
        "watched": Capability.SHELL,
        "commands-listed": Capability.COMMANDS,
        "write-only": Capability.UPLOAD,
        "files-hashed": Capability.UPLOAD,
        "files-limited": Capability.UPLOAD,
        "statements-gated": Capability.QUERY,
        "rows-masked": Capability.QUERY,
        "budgeted": Capability.QUERY,
    }
)

# No policy may permit anything without these: no record, no session; nothing standing.
ALWAYS = frozenset({"recorded", "ends-at"})

# Nor any of these capabilities without what makes it the thing it is called, whatever the files say.
NEVER_WITHOUT: Mapping[Capability, frozenset[str]] = MappingProxyType(
    {
        Capability.SHELL: ALWAYS | {"painted", "masked", "metered"},
        Capability.COMMANDS: ALWAYS | {"painted", "commands-listed", "masked", "metered"},
        Capability.EXEC: ALWAYS,
        Capability.UPLOAD: ALWAYS | {"write-only"},
        Capability.QUERY: ALWAYS | {"statements-gated", "rows-masked", "budgeted"},
    }
)
