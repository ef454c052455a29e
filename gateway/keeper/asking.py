"""Databases and password hashes are waited for on threads, so that a slow one never holds up a seal or a host key.

Bounded twice: how many run at once, and how many may wait for that; beyond, the asker is told that we are busy.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, ParamSpec, TypeVar

from gateway.ipc.server import Refuse
from gateway.vocabulary.outcome import Text

P = ParamSpec("P")
T = TypeVar("T")
BUSY: Final = Text(
    ja="ただいま混み合っています。しばらくしてからもう一度お試しください。",
    en="Too many requests right now. Please try again in a moment.",
)


class Desk:
    """A few threads and a bounded queue before them."""

    def __init__(self, name: str, *, at_once: int, waiting_max: int) -> None:
        self._threads = ThreadPoolExecutor(max_workers=at_once, thread_name_prefix=name)
        self._room = at_once + waiting_max
        self._inside = 0

    async def ask(self, question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer of `question`. Raises what it raises, or Refuse("keeper.busy") when the queue is full."""
        if self._inside >= self._room:
            raise Refuse("keeper.busy", BUSY)
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: question(*args, **kwargs))
        finally:
            self._inside -= 1

    def close(self) -> None:
        """No more questions; threads end when theirs are answered."""
        self._threads.shutdown(wait=False, cancel_futures=True)
