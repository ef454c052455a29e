"""What the journal keeps of listed commands: everything that was sent to a target, before it was sent, and what came of it.

`sent` is the SHA-256 of the very string an exec request carried, so that a target's own audit can be compared with the
journal, one by one: every exec of a session for listed commands has exactly one `command.looked_up`, `command.run` or
`config.changed`. `number` counts the commands of a session. No event holds anything a target said, nor the text of a file.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from gateway.audit.event import Event
from gateway.relay.ssh.sftp.folder import spelled

LINE_LETTERS_MAX: Final = 500


class Sought(StrEnum):
    """What a look-up asks the target."""

    PATH = "path"  # what a typed path resolves to
    NAMES = "names"  # what is in a folder, to complete what is being typed


class Cut(StrEnum):
    """Why a command was ended before it ended itself."""

    CANCELLED = "cancelled"  # by the person
    TIME = "time"
    BYTES = "bytes"
    FAILED = "failed"  # the session ended, the line broke, or what it said could not be shown


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandLookedUp(Event):
    """The target is asked about a path before, or while, a command is typed. `path` is as it was typed."""

    kind: ClassVar[str] = "command.looked_up"

    sought: Sought
    path: str
    sent: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRun(Event):
    """A listed command starts. `path` is the resolved path of what it reads or works in, `vector` what is executed."""

    kind: ClassVar[str] = "command.run"

    number: int
    command: str
    command_list: str
    vector: tuple[str, ...]
    path: str | None = None
    privileged: bool
    follow: bool
    sent: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandEnded(Event):
    """A command, or the writing of a file, is over. `shown_bytes` is what of its output was handed on.

    `status` and `signal` are the target's word. `begun`: it was heard that the vector was executed; `refused` says why it was
    not. `left` says that its end could not be proved: it may run on until its time limit, `until_seconds` after its start.
    """

    kind: ClassVar[str] = "command.ended"

    number: int
    begun: bool
    status: int | None = None
    signal: str | None = None
    shown_bytes: int
    milliseconds: int
    cut: Cut | None = None
    refused: str | None = None
    left: bool
    until_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRefused(Event):
    """A line was not run. `line` is bounded and made harmless."""

    kind: ClassVar[str] = "command.refused"

    line: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigChanged(Event):
    """A file is about to get another content; its `command.ended` says whether it did. The lines stand in the recording only."""

    kind: ClassVar[str] = "config.changed"

    number: int
    path: str
    before: bytes
    after: bytes
    before_bytes: int
    after_bytes: int
    lines_added: int
    lines_removed: int
    reason: str
    sent: bytes


def harmless(line: str) -> str:
    """A typed line as the journal keeps it: printable, bounded."""
    kept = spelled(line[: LINE_LETTERS_MAX + 1].encode("utf-8", errors="backslashreplace"))
    return kept if len(line) <= LINE_LETTERS_MAX else f"{kept[:LINE_LETTERS_MAX]}..."
