"""A program on a pseudo terminal of its own: what it painted, and keys for it."""

import os
import pty
import re
import select
import signal
import struct
import termios
import time
from codecs import getincrementaldecoder
from collections.abc import Sequence
from contextlib import suppress
from fcntl import ioctl

from gateway.guards.emulator import Emulator

SECONDS = 25
# What programs ask a terminal, and what an xterm says: device attributes (primary, secondary), cursor position, colours.
ANSWERS = {
    rb"\x1b\[c": b"\x1b[?64;1;2;6;22c",
    rb"\x1b\[>c": b"\x1b[>41;379;0c",
    rb"\x1b\[6n": b"\x1b[2;3R",
    rb"\x1b\]10;\?\x07": b"\x1b]10;rgb:e5e5/e5e5/e5e5\x07",
    rb"\x1b\]11;\?\x07": b"\x1b]11;rgb:0000/0000/0000\x07",
}
_TITLE = re.compile("\x1b\\]2;[^\a]*\a")  # the gateway's own; nothing of it is painted
_QUESTION = re.compile(b"|".join(ANSWERS))


class Terminal:
    """Use it in a `with`; nothing of it is left running afterwards. It answers what programs ask, as an xterm does."""

    def __init__(self, command: Sequence[str], environment: dict[str, str], size: tuple[int, int] = (100, 30)) -> None:
        self.seen = b""
        self.status: int | None = None
        self._at = self._answered = self._painted = 0
        self._emulator, self._decoder = Emulator(*size), getincrementaldecoder("utf-8")(errors="replace")
        self.pid, self._handle = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), environment)
        self.resize(*size)

    def resize(self, columns: int, rows: int) -> None:
        self._emulator.resize(columns, rows)
        ioctl(self._handle, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def key(self, key: str) -> None:
        """Press one key once a program waits for keys, not for lines: what came before that is thrown away."""
        deadline = time.monotonic() + SECONDS
        while termios.tcgetattr(self._handle)[3] & termios.ICANON:
            assert time.monotonic() < deadline, "nobody waits for a key"
            self._read(0.02)
        self.send(key)

    def send(self, keys: str | bytes) -> None:
        os.write(self._handle, keys.encode() if isinstance(keys, str) else keys)

    def line(self, text: str) -> None:
        self.send(text + "\r")

    def expect(self, pattern: str | bytes, seconds: float = SECONDS) -> re.Match[bytes]:
        """Wait until `pattern` is painted after what was last expected."""
        wanted = re.compile(pattern.encode() if isinstance(pattern, str) else pattern, re.DOTALL)
        deadline = time.monotonic() + seconds
        while (found := wanted.search(self.seen, self._at)) is None:
            if not self._read(max(0.0, deadline - time.monotonic())):
                raise AssertionError(f"{pattern!r} was not painted; last: {self.seen[self._at :][-1500:]!r}")
        self._at = found.end()
        return found

    @property
    def picture(self) -> str:
        """What stands on the screen, row by row."""
        self._emulator.feed(_TITLE.sub("", self._decoder.decode(self.seen[self._painted :])))
        self._painted = len(self.seen)
        return "\n".join("".join(row).rstrip() for row in self._emulator.cells)

    def shows(self, pattern: str, seconds: float = SECONDS) -> re.Match[str]:
        """Wait until `pattern` stands on the screen; what is painted from now on is expected next."""
        wanted = re.compile(pattern, re.DOTALL)
        deadline = time.monotonic() + seconds
        while (found := wanted.search(self.picture)) is None:
            if not self._read(max(0.0, deadline - time.monotonic())):
                raise AssertionError(f"{pattern!r} is not on the screen:\n{self.picture}")
        self._at = len(self.seen)
        return found

    def prompt(self, seconds: float = SECONDS) -> None:
        """Wait for a shell to ask."""
        self.expect(r"\$ ", seconds)

    def run(self, command: str, seconds: float = SECONDS) -> bytes:
        """Type a command to a shell and give what it printed, without the shell's own escapes."""
        self.line(f"{command}; echo EN''D-$?-")
        return self.expect(r"\n(?:\x1b\[\?2004l\r)?((?:(?!\x1b\[\?2004l).)*?)END-\d+-\r?\n", seconds).group(1)

    def quiet(self, seconds: float) -> None:
        """Read for so long."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if not self._read(left) and self._over():
                return

    def wait(self, seconds: float = SECONDS) -> int:
        """Read until the program ends; its exit status."""
        deadline = time.monotonic() + seconds
        while self._read(max(0.0, deadline - time.monotonic())):
            pass
        while not self._over():
            if time.monotonic() > deadline:
                raise AssertionError(f"the program did not end; last: {self.seen[-1500:]!r}")
            time.sleep(0.02)
        assert self.status is not None
        return self.status

    def close(self) -> None:
        if not self._over():
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
        os.close(self._handle)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _over(self) -> bool:
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    def _read(self, seconds: float) -> bool:
        """True if something came; False at the end or when time is up."""
        if not select.select([self._handle], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._handle, 65536)
        except OSError:  # Linux says EIO when the other side is closed
            return False
        self.seen += data
        self._answer()
        return bool(data)

    def _answer(self) -> None:
        for asked in _QUESTION.finditer(self.seen, self._answered):
            self._answered = asked.end()
            self.send(next(said for question, said in ANSWERS.items() if re.fullmatch(question, asked.group())))
