"""A client in a tmux window of a chosen size: what a person sees, letter by letter, as a real terminal makes it of the bytes."""

import secrets
import shlex
import subprocess
from collections.abc import Sequence
from contextlib import suppress

from tests.walks.clients import eventually, need

SECONDS = 25


class Window:
    """Use it in a `with`; the tmux server is this window's own and ends with it."""

    def __init__(self, command: Sequence[str], environment: dict[str, str], columns: int, rows: int) -> None:
        self._name = f"sekisho-{secrets.token_hex(6)}"
        self._tmux = need("tmux")
        said = ["env", "-i", *(f"{name}={value}" for name, value in environment.items()), *command]
        script = f"{shlex.join(said)}; echo status=$?; sleep 1000"
        self._run("-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(rows), "sh", "-c", script)

    def keys(self, *keys: str) -> None:
        """tmux's names (Down, PageUp, Enter, C-c), or letters."""
        for key in keys:
            self._run("send-keys", key)

    def resize(self, columns: int, rows: int) -> None:
        self._run("resize-window", "-x", str(columns), "-y", str(rows))

    def picture(self) -> list[str]:
        """What is shown, a line a row, without blanks at the ends."""
        shown = self._run("capture-pane", "-p").stdout.decode()
        return [line.rstrip(" ") for line in shown.split("\n")[:-1]]

    def painted(self) -> str:
        """The same with colours, as escapes of SGR."""
        return self._run("capture-pane", "-p", "-e").stdout.decode()

    @property
    def title(self) -> str:
        return self._run("display-message", "-p", "#{pane_title}").stdout.decode().strip()

    def see(self, words: str, seconds: float = SECONDS) -> list[str]:
        """The picture, once `words` are in it."""
        with suppress(AssertionError):
            return eventually(lambda: (made := self.picture()) and words in "\n".join(made) and made, seconds)
        raise AssertionError(f"{words!r} was not shown:\n" + "\n".join(self.picture()))

    def close(self) -> None:
        self._run("kill-server")

    def __enter__(self) -> "Window":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([self._tmux, "-L", self._name, *words], capture_output=True, timeout=SECONDS, check=False)
