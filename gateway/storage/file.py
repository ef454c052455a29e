"""The SQLite file: made once, by `sekisho init`, with the rights its group of processes needs.

Keeper, registrar and office run under users of their own and share the file through one group: the directory is set-gid
(2770), so whatever SQLite makes in it (write-ahead log, shared memory) belongs to that group, and SQLite gives those files
the database file's own mode (0660). Other users of the machine read nothing.
"""

import os
from pathlib import Path

from gateway.vocabulary.outcome import GatewayFault

DIRECTORY_MODE = 0o2770
FILE_MODE = 0o660


def make_file(file: Path, *, group: int | None = None) -> None:
    """Make the empty database file and its directory; an existing file keeps its content and gets its rights back.

    `group` is the numeric group that shares it; None keeps the caller's. Raises GatewayFault where the file system refuses.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            if group is not None:
                os.chown(file.parent, -1, group)
                os.fchown(handle, -1, group)
            file.parent.chmod(DIRECTORY_MODE)
            os.fchmod(handle, FILE_MODE)
        finally:
            os.close(handle)
    except OSError as broken:
        raise GatewayFault(f"the database file cannot be made at {file}: {broken.strerror}") from broken
