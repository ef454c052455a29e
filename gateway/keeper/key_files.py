"""Files that hold keys: written once, readable by nobody else, refused when the disk says otherwise.

Directory 0700 and files 0600, owned by whoever runs the keeper, regular files, no links. A file is one line of ASCII:
`sekisho-key-v1 NAME BASE64 CHECK`, CHECK being 8 hex digits of SHA-256 over the rest, so that damage is told from
tampering. Every fault names the file and what to do.
"""

import base64
import binascii
import os
import stat
from pathlib import Path
from typing import Final

from gateway.crypto import digest
from gateway.vocabulary.outcome import GatewayFault

_MAGIC: Final = "sekisho-key-v1"
_SIZE_MAX: Final = 4096
_RESTORE: Final = "restore the whole directory from the backup"


def make_directory(path: Path) -> None:
    """A fresh directory of mode 0700. Raises GatewayFault when something is there already."""
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        raise GatewayFault(f"{path} exists already; keys are never overwritten, move it away first") from None
    except OSError as error:
        raise GatewayFault(f"{path} cannot be made ({error.strerror})") from None
    path.chmod(0o700)


def require_private_directory(path: Path) -> None:
    """Raises GatewayFault unless `path` is our own directory of mode 0700."""
    try:
        found = path.lstat()
    except OSError as error:
        raise GatewayFault(f"{path} cannot be read ({error.strerror}); run `sekisho init`, or {_RESTORE}") from None
    if not stat.S_ISDIR(found.st_mode):
        raise GatewayFault(f"{path} is not a directory; {_RESTORE}")
    _require_private(path, found, 0o700)


def write(path: Path, data: bytes) -> None:
    """Write one new key file durably. Raises GatewayFault, also when the file exists."""
    text = f"{_MAGIC} {path.name} {base64.b64encode(data).decode('ascii')}"
    _write_private(path, f"{text} {_check(text)}\n")


def replace(path: Path, data: bytes) -> None:
    """Put `data` in the place of the file at `path`: after a crash either the old or the new is there, whole."""
    text = f"{_MAGIC} {path.name} {base64.b64encode(data).decode('ascii')}"
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.unlink(missing_ok=True)
        _write_private(fresh, f"{text} {_check(text)}\n")
        fresh.rename(path)
        sync_directory(path.parent)
    except OSError as error:
        raise GatewayFault(f"{path} cannot be replaced ({error.strerror})") from None


def read(path: Path) -> bytes:
    """The bytes of a key file. Raises GatewayFault for one that is missing, too open, linked or damaged."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise GatewayFault(f"{path} cannot be read ({error.strerror}); {_RESTORE}") from None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise GatewayFault(f"{path} is not a regular file; {_RESTORE}")
        _require_private(path, found, 0o600)
        return _data(path, os.read(descriptor, _SIZE_MAX))
    except OSError as error:
        raise GatewayFault(f"{path} cannot be read ({error.strerror}); {_RESTORE}") from None
    finally:
        os.close(descriptor)


def sync_directory(path: Path) -> None:
    """Make names written in a directory durable."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_private(path: Path, content: str) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(content.encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise GatewayFault(f"{path} cannot be written ({error.strerror})") from None


def _require_private(path: Path, found: os.stat_result, mode: int) -> None:
    if stat.S_IMODE(found.st_mode) & ~mode:
        raise GatewayFault(
            f"{path} is open to others (mode {stat.S_IMODE(found.st_mode):04o}); find out who could read it, "
            f"then `chmod {mode:04o} {path}`"
        )
    if found.st_uid != os.geteuid():
        raise GatewayFault(
            f"{path} belongs to uid {found.st_uid}; the keeper runs as uid {os.geteuid()} and owns its keys"
        )


def _data(path: Path, content: bytes) -> bytes:
    """The checked bytes of one line; what the file holds never appears in the fault."""
    damaged = GatewayFault(f"{path} is damaged; {_RESTORE}")
    try:
        magic, name, encoded, check = content.decode("ascii").removesuffix("\n").split(" ")
        data = base64.b64decode(encoded, validate=True)
    except (UnicodeDecodeError, ValueError, binascii.Error):
        raise damaged from None
    if (magic, name) != (_MAGIC, path.name) or check != _check(f"{magic} {name} {encoded}"):
        raise damaged from None
    return data


def _check(text: str) -> str:
    return digest.sha256(text.encode("ascii")).hex()[:8]
