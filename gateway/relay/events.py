"""What the journal keeps of uploads: every file that came, and every one that did not. Paths and digests, never content.

Paths are those the person saw (the drop folder is `/`), spelled so that any bytes can be read (`folder.spelled`).
`digest` is the SHA-256 of the bytes received, `upload` the identifier that the temporary name on the target carries.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from gateway.audit.event import Event


class Why(StrEnum):
    """Why a file was refused."""

    PERSONAL_DATA = "personal-data"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too-large"
    SESSION_FULL = "session-full"
    OUT_OF_ORDER = "out-of-order"
    TARGET_FAILED = "target-failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadDone(Event):
    """A file stands on the target under its own name. `unread` says why nobody looked into it, where policy accepts that."""

    kind: ClassVar[str] = "upload.done"

    upload: str
    path: str
    size_bytes: int
    digest: bytes
    people: int
    replaced: bool
    unread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadRefused(Event):
    """A file was refused and removed. `size_bytes` and `digest` are of what had come; `whole` says whether that was all.

    `counts` says how many different values of each kind were found; `left` that the temporary file could not be removed.
    """

    kind: ClassVar[str] = "upload.refused"

    upload: str
    path: str
    size_bytes: int
    digest: bytes
    people: int
    why: Why
    whole: bool
    left: bool
    counts: dict[str, int]
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadInterrupted(Event):
    """A file never came to its end. `left` says that its temporary file, named by `upload`, is still on the target."""

    kind: ClassVar[str] = "upload.interrupted"

    upload: str
    path: str
    size_bytes: int
    digest: bytes
    people: int
    left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadMoved(Event):
    """A file or folder got another name."""

    kind: ClassVar[str] = "upload.moved"

    path: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadRemoved(Event):
    """A file that this session had sent was deleted."""

    kind: ClassVar[str] = "upload.removed"

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadFolderMade(Event):
    """A folder was made."""

    kind: ClassVar[str] = "upload.folder_made"

    path: str
