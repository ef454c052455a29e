"""A second opinion: tmux 3.x, fed the same bytes in a pane of its own, and what it then shows.

A small program in the pane passes on what it gets through a socket, and asks the pane for its status behind it: the answer
says that tmux has read everything.
"""

import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

from gateway.guards.emulator.emulator import Emulator
from tests.walks.clients import need

SECONDS = 20
PASSING_ON = """
import os, socket, sys, termios, tty
tty.setraw(0)
end = socket.socket(socket.AF_UNIX)
end.connect(sys.argv[1])
while size := end.recv(4):
    data = b""
    while len(data) < int.from_bytes(size):
        data += end.recv(int.from_bytes(size) - len(data))
    os.write(1, data + b"\\x1b[5n")
    answer = b""
    while not answer.endswith(b"\\x1b[0n"):
        answer += os.read(0, 100)
    end.sendall(b".")
"""
ANEW = b"\x1b[?1049l\x1bc\x1b7"


class Tmux:
    """Use it in a `with`; the server is this one's own and ends with it."""

    def __init__(self, folder: Path, columns: int, rows: int) -> None:
        self._columns, self._rows = columns, rows
        self._name = f"sekisho-{secrets.token_hex(6)}"
        self._tmux = need("tmux")
        door = socket.socket(socket.AF_UNIX)
        path = os.path.relpath(folder / f"{secrets.token_hex(3)}.s")
        door.bind(path)
        door.listen()
        door.settimeout(SECONDS)
        settings = folder / "tmux.conf"
        settings.write_text("set -g status off\nset -g history-limit 0\nset -g escape-time 0\n")
        self._run("-f", str(settings), "new-session", "-d", "-x", str(columns), "-y", str(rows),
                  sys.executable, "-c", PASSING_ON, str(folder / Path(path).name))  # fmt: skip
        self._end = door.accept()[0]
        self._end.settimeout(SECONDS)
        door.close()

    def shown(self, stream: bytes) -> tuple[Emulator, tuple[int, int]]:
        """What a fresh window shows after this stream, read from tmux's own spelling of it, and its cursor."""
        self.feed(ANEW + stream)
        return self.now()

    def feed(self, data: bytes) -> None:
        self._end.sendall(len(data).to_bytes(4) + data)
        assert self._end.recv(1) == b"."

    def now(self) -> tuple[Emulator, tuple[int, int]]:
        said = self._run("display-message", "-p", "#{cursor_x} #{cursor_y}", ";", "capture-pane", "-p", "-e")
        where, _, picture = said.decode().partition("\n")
        read = Emulator(self._columns, self._rows)
        read.feed("\x1b)0" + picture.removesuffix("\n").replace("\n", "\r\n"))
        x, y = where.split()
        return read, (int(x), int(y))

    def resize(self, columns: int, rows: int) -> None:
        self._columns, self._rows = columns, rows
        self._run("resize-window", "-x", str(columns), "-y", str(rows))

    def __enter__(self) -> "Tmux":
        return self

    def __exit__(self, *_: object) -> None:
        self._end.close()
        self._run("kill-server")

    def _run(self, *words: str) -> bytes:
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
        command = [self._tmux, "-u", "-L", self._name, *words]
        return subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, env=environment).stdout
