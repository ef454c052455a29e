"""What SFTP says of a file besides its content (draft-ietf-secsh-filexfer-02 §5). Pure."""

import stat
from dataclasses import dataclass

from gateway.crypto.wire import Malformed, Reader
from gateway.relay.ssh.sftp.wire import Shape, uint32, uint64

_SIZE, _OWNER, _PERMISSIONS, _TIMES, _EXTENDED = 0x1, 0x2, 0x4, 0x8, 0x80000000
_KNOWN = _SIZE | _OWNER | _PERMISSIONS | _TIMES | _EXTENDED
EXTENDED_MAX = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    """Each None when it was not said. `times` are access and modification in seconds since 1970; `owner` is uid and gid.

    `extended` counts the pairs of names and values nobody here understands; they are read over, and never passed on.
    """

    size: int | None = None
    owner: tuple[int, int] | None = None
    permissions: int | None = None
    times: tuple[int, int] | None = None
    extended: int = 0

    @property
    def is_folder(self) -> bool:
        """True if it says that it is a directory."""
        return self.permissions is not None and stat.S_ISDIR(self.permissions)

    @property
    def is_file(self) -> bool:
        """True if it says that it is a regular file."""
        return self.permissions is not None and stat.S_ISREG(self.permissions)

    @property
    def is_link(self) -> bool:
        """True if it says that it is a symbolic link."""
        return self.permissions is not None and stat.S_ISLNK(self.permissions)

    def bare(self) -> "Attributes":
        """The same without what only the two ends understand."""
        return Attributes(size=self.size, owner=self.owner, permissions=self.permissions, times=self.times)


NOTHING = Attributes()


def read(reader: Reader) -> Attributes:
    """Attributes as they stand in a message. Raises Malformed for flags of another version, or for too many extensions."""
    flags = reader.uint32()
    if flags & ~_KNOWN:
        raise Malformed(f"attributes with the flags {flags:#x}")
    size = reader.uint64() if flags & _SIZE else None
    owner = (reader.uint32(), reader.uint32()) if flags & _OWNER else None
    permissions = reader.uint32() if flags & _PERMISSIONS else None
    times = (reader.uint32(), reader.uint32()) if flags & _TIMES else None
    extended = reader.uint32() if flags & _EXTENDED else 0
    if extended > EXTENDED_MAX:
        raise Malformed(f"{extended} extended attributes")
    for _ in range(2 * extended):
        reader.string()
    return Attributes(size=size, owner=owner, permissions=permissions, times=times, extended=extended)


def write(attributes: Attributes) -> bytes:
    """As a message carries them; extensions are left out."""
    parts, flags = [], 0
    if attributes.size is not None:
        flags |= _SIZE
        parts.append(uint64(attributes.size))
    if attributes.owner is not None:
        flags |= _OWNER
        parts += [uint32(number) for number in attributes.owner]
    if attributes.permissions is not None:
        flags |= _PERMISSIONS
        parts.append(uint32(attributes.permissions))
    if attributes.times is not None:
        flags |= _TIMES
        parts += [uint32(moment) for moment in attributes.times]
    return uint32(flags) + b"".join(parts)


ATTRIBUTES = Shape(read, write)
