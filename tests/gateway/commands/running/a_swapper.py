"""An attacker on the target: a process of its own that exchanges a file, and the folder it is in, for links to the outside.

`ground/d/f` is the inside's file, a link to the outside's, a FIFO, or not there; `ground/d` is a folder, a link, or not there.
`ground/d/g` is never exchanged itself.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECRET = b"SECRET"

_SWAP = """
import os, select, sys, time
inside, outside = sys.argv[1:]
d, kept, link, real, fifo = (os.path.join(inside, name) for name in ("d", "kept", "link", "real", "fifo"))
count = 0
while not select.select([sys.stdin], [], [], 0)[0]:
    for _ in range(20):
        os.symlink(outside + "/d/f", link)
        os.replace(link, d + "/f")
        with open(real, "wb") as file:
            file.write(b"inside")
        os.replace(real, d + "/f")
        os.rename(d, kept)
        os.symlink(outside + "/d", d)
        time.sleep(0.001)  # long enough to be walked into
        os.unlink(d)
        os.rename(kept, d)
        os.mkfifo(fifo)
        os.replace(fifo, d + "/f")
        with open(real, "wb") as file:
            file.write(b"inside")
        os.replace(real, d + "/f")
        count += 6
print(count)
"""


class Swapper:
    """`exchanges` is known after the end."""

    exchanges = 0


@contextmanager
def swapping(inside: Path, outside: Path) -> Iterator[Swapper]:
    """While this is open, `inside/d` and `inside/d/f` are exchanged all the time."""
    for folder, word in ((inside, b"inside"), (outside, SECRET)):
        (folder / "d").mkdir(parents=True)
        (folder / "d" / "f").write_bytes(word)
        (folder / "d" / "g").write_bytes(word)
    swapper = Swapper()
    command = [sys.executable, "-I", "-c", _SWAP, str(inside), str(outside)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield swapper
    finally:
        said, _ = process.communicate(b"over\n", timeout=20)
        swapper.exchanges = int(said)
