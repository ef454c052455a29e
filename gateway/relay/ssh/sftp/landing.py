"""One file on its way: in order, counted, hashed and looked into as it streams. It touches neither wire nor journal."""

import hashlib
from dataclasses import dataclass, field
from typing import Protocol

from gateway.relay.events import Why
from gateway.relay.ssh.sftp.attributes import Attributes
from gateway.relay.ssh.sftp.folder import Place

SPECIAL_BITS = 0o7000  # setuid, setgid, sticky
PLAIN_BITS = 0o777
NOT_FOR_OTHERS = 0o022  # as a server's umask does with what OPEN says


class Look(Protocol):
    """What looks into a file while it comes: `guards.personal_data.file.FileLook`."""

    @property
    def people(self) -> int:
        """How many people's data were seen."""

    @property
    def counts(self) -> dict[str, int]:
        """Different values by kind."""

    @property
    def unreadable(self) -> str | None:
        """Why it cannot be looked into, if it cannot."""

    def feed(self, data: bytes) -> None:
        """The next bytes."""

    def close(self) -> None:
        """The file ended."""


@dataclass(slots=True, kw_only=True)
class Landing:
    """`folder` is the real folder on the target, `far` the target's handle of the temporary file in it."""

    upload: str
    place: Place
    folder: bytes
    temporary: bytes
    far: bytes
    replaces: bool
    least: int
    """As many bytes as must come: those of a file that was opened without being emptied, until its end is set."""
    look: Look
    permissions: int
    times: tuple[int, int] | None = None
    received: int = 0
    is_whole: bool = False
    refused: Why | None = None
    target_code: int | None = None
    """The first answer to content that was not OK; written by the thread that hears the target."""
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def take(self, data: bytes) -> None:
        """The next bytes, in order."""
        self.received += len(data)
        self._digest.update(data)
        self.look.feed(data)

    @property
    def digest(self) -> bytes:
        """SHA-256 of what was received so far."""
        return self._digest.digest()

    @property
    def name(self) -> bytes:
        """The last name of its path."""
        return self.place[-1]

    def final_attributes(self) -> Attributes:
        """What the file gets once it is accepted."""
        return Attributes(permissions=self.permissions, times=self.times)

    def may_end_at(self, size: int) -> bool:
        """True if `size` is where the file ends in any case: scp writes over a file and then says so."""
        if size != self.received:
            return False
        self.least = 0
        return True

    def note(self, attributes: Attributes) -> None:
        """Permissions and times the client wants; they are set when the file is accepted."""
        if attributes.permissions is not None:
            self.permissions = attributes.permissions & PLAIN_BITS
        self.times = attributes.times or self.times


def first_permissions(attributes: Attributes) -> int:
    """What OPEN asks for, as a server with umask 022 grants it; 0644 where nothing is asked."""
    asked = 0o644 if attributes.permissions is None else attributes.permissions & PLAIN_BITS
    return asked & ~NOT_FOR_OTHERS


def may_be_set(attributes: Attributes) -> bool:
    """True for times and plain permission bits alone, or nothing."""
    special = attributes.permissions is not None and attributes.permissions & SPECIAL_BITS
    return not special and attributes.size is None and attributes.owner is None and attributes.extended == 0
