"""Sessions that are held open while others come and go: idle ones, and busy ones whose every word must come back."""

import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.walks.clients import Client

PAUSE_SECONDS = 1.0
SHELL = "stty raw -echo; echo READY; exec cat"
Process = subprocess.Popen[bytes]


class Held:
    """One person's shell, open from here to `close`."""

    def __init__(self, demo: dict[str, Any], person: dict[str, Any], folder: Path) -> None:
        home = folder / person["username"]
        home.mkdir()
        client = Client(demo, person, home)
        with (home / "said").open("wb") as said:
            self._process: Process = subprocess.Popen(
                ["ssh", "-tt", *client.options(), client.address("build-host"), SHELL],
                env=client.askpass(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
            )
        self._said = home / "said"
        self.heard("READY")

    def say(self, words: str) -> None:
        """Type a line; `heard` reads it back."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{words}\n".encode())
        self._process.stdin.flush()

    def heard(self, words: str) -> None:
        """The next line ends in `words`: in front of the first stands what a greeting left."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.strip().endswith(words.encode()), (words, line, self._said.read_text(errors="replace")[-1500:])

    @property
    def is_open(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(60)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


class Busy:
    """Threads that speak with shells, a line a second each. `close` ends them; `broken` says what did not come back."""

    def __init__(self, shells: Sequence[Held], open_: ExitStack) -> None:
        self._over, self.lines = threading.Event(), [0] * len(shells)
        self.slowest, self.broken = 0.0, list[str]()
        for number, shell in enumerate(shells):
            threading.Thread(target=self._speak, args=(shell, number), daemon=True).start()
        open_.callback(self.close)

    def close(self) -> None:
        self._over.set()

    def _speak(self, shell: Held, number: int) -> None:
        while not self._over.wait(PAUSE_SECONDS):
            words = f"line {self.lines[number]} of shell {number} came back"
            begun = time.monotonic()
            try:
                shell.say(words)
                shell.heard(words)
            except (AssertionError, OSError) as wrong:
                if not self._over.is_set():
                    self.broken.append(f"{words}: {wrong}")
                return
            self.slowest = max(self.slowest, time.monotonic() - begun)
            self.lines[number] += 1
