"""A part of the worker that runs beside the others: a thread of its own, and the lines it asks over.

It may not die alone: where it breaks, the worker ends, and is started again.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from typing import TypeAlias

from gateway.ipc.client import LastingCaller

log = logging.getLogger(__name__)
Wait: TypeAlias = Callable[[float], bool]
"""Waits for so many seconds at most; True once it is all over."""


class Beside:
    """Running from the start on. Where `run` raises, `over` is set and `broke` says so."""

    def __init__(
        self, name: str, run: Callable[[Wait], None], over: threading.Event, lines: Sequence[LastingCaller] = ()
    ) -> None:
        """`run` returns once what it is given says so; `lines` are closed at the end."""
        self._name, self._work, self._over, self._lines = name, run, over, lines
        self.broke = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def end(self, seconds: float) -> None:
        """Wait, a little while, for what is being done; to be called once `over` is set."""
        self._thread.join(seconds)
        for line in self._lines:
            line.close()

    def _run(self) -> None:
        try:
            self._work(self._over.wait)
        except Exception:  # whatever it was, nobody else would hear of it: the worker ends
            log.critical("%s broke, the worker ends", self._name, exc_info=True)
            self.broke = True
            self._over.set()
