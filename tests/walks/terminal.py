"""A program on a pseudo terminal of its own: what it painted, and keys for it."""

import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from contextlib import suppress
from fcntl import ioctl

SECONDS = 25
# What programs ask a terminal, and what an xterm says: device attributes (primary, secondary), cursor position, colours.
ANSWERS = {
    rb"\x1b\[c": b"\x1b[?64;1;2;6;22c",
    rb"\x1b\[>c": b"\x1b[>41;379;0c",
    rb"\x1b\[6n": b"\x1b[2;3R",
    rb"\x1b\]10;\?\x07": b"\x1b]10;rgb:e5e5/e5e5/e5e5\x07",
    rb"\x1b\]11;\?\x07": b"\x1b]11;rgb:0000/0000/0000\x07",
}
_QUESTION = re.compile(b"|".join(ANSWERS))


class Terminal:
    """Use it in a `with`; nothing of it is left running afterwards. It answers what programs ask, as an xterm does."""

    def __init__(self, command: Sequence[str], environment: dict[str, str], size: tuple[int, int] = (100, 30)) -> None:
        self.seen = b""
        self.status: int | None = None
        self._at = self._answered = 0
        self.pid, self._handle = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), environment)
        self.resize(*size)

    def resize(self, columns: int, rows: int) -> None:
        ioctl(self._handle, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

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
