"""Which files hold a text: looked for by a process of its own.

A process that closes a database of SQLite which it has open elsewhere loses its locks on it (sqlite.org/howtocorrupt.html §2.2),
and the next one to close it takes its journal away under the first.
"""

import subprocess
from pathlib import Path


def found_in(folder: Path, *texts: bytes) -> list[str]:
    """The files in `folder`, at any depth, that hold one of them as it is."""
    each = [part for text in texts for part in (b"-e", text)]
    command = [
        b"grep",
        b"--recursive",
        b"--files-with-matches",
        b"--text",
        b"--fixed-strings",
        b"--devices=skip",
        *each,
    ]
    ran = subprocess.run([*command, bytes(folder)], capture_output=True, check=False)
    assert ran.returncode in (0, 1), ran.stderr
    return ran.stdout.decode().splitlines()
