"""Is the client still there? Asked when it has been silent for a while, and its missing answers counted.

A frozen client and a cut network look the same: bytes stop, and the kernel of a frozen machine goes on acknowledging. So what
counts are bytes that the client itself sent. A question that cannot be sent (the client's socket is full) counts as not
answered; nobody here waits for it.
"""

import threading
from collections.abc import Callable
from typing import Protocol

PULSE_SECONDS_MIN = 60.0
PULSE_TURNS = 4


class Asked(Protocol):
    """The client's connection, as far as this needs it."""

    @property
    def heard_bytes(self) -> int:
        """How many bytes came from the client so far."""

    def ask_if_there(self) -> None:
        """Send a question that every client answers. May wait."""


class KeepAlive:
    """Watches from `start` to `close`; `on_lost` is called once at most, from a thread of its own."""

    def __init__(
        self,
        client: Asked,
        *,
        seconds: float,
        missed_max: int,
        is_wanted: Callable[[], bool],
        on_lost: Callable[[], None],
        pulse: Callable[[float], None],
    ) -> None:
        """Nothing is asked while `is_wanted` says no (before the log-in, which has a deadline of its own).

        `pulse` is told at every turn that we live, and for how many seconds that may be believed.
        """
        self._client, self._seconds, self._missed_max = client, seconds, missed_max
        self._is_wanted, self._on_lost, self._pulse = is_wanted, on_lost, pulse
        self._over = threading.Event()
        self._asking: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._run, name="keep-alive", daemon=True).start()

    def close(self) -> None:
        """The connection is over."""
        self._over.set()

    def _run(self) -> None:
        heard, missed = -1, 0
        self._lives()
        while not self._over.wait(self._seconds):
            self._lives()
            if not self._is_wanted():
                continue
            now_heard = self._client.heard_bytes
            if now_heard != heard:
                heard, missed = now_heard, 0
            elif missed == self._missed_max:
                self._on_lost()
                return
            else:
                missed += 1
                self._ask()

    def _lives(self) -> None:
        self._pulse(max(PULSE_SECONDS_MIN, PULSE_TURNS * self._seconds))

    def _ask(self) -> None:
        if self._asking is None or not self._asking.is_alive():
            self._asking = threading.Thread(target=self._client.ask_if_there, name="asking", daemon=True)
            self._asking.start()
