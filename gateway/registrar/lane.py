"""One daemon thread that runs functions in the order given, for one event loop.

Daemon, because a disk that never answers must not keep a process from ending: what is still running then is lost, and
nobody was told that it had happened.
"""

import asyncio
import threading
import weakref
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
_Job = tuple[Callable[[], Any], "asyncio.Future[Any]"]


class Lane:
    """Runs blocking work beside the event loop, one piece at a time. Its thread ends with it, or when it is closed."""

    def __init__(self, name: str) -> None:
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        weakref.finalize(self, self._jobs.put, None)
        threading.Thread(target=_serve, args=(self._jobs,), name=name, daemon=True).start()

    async def run(self, work: Callable[[], T]) -> T:
        """The result of `work`, or what it raised."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._jobs.put((work, future))
        return await future

    def close(self) -> None:
        """End the thread after what is queued."""
        self._jobs.put(None)


def _serve(jobs: "SimpleQueue[_Job | None]") -> None:
    """The thread: it knows the queue and not the lane, or the lane would never be forgotten."""
    while (job := jobs.get()) is not None:
        work, future = job
        try:
            result, error = work(), None
        except BaseException as raised:  # noqa: BLE001  # belongs to whoever waits for it
            result, error = None, raised
        loop = future.get_loop()
        if loop.is_closed():
            return
        loop.call_soon_threadsafe(_settle, future, result, error)
        del job, work, future, result, error, loop  # nothing of it is held while the next one is waited for


def _settle(future: "asyncio.Future[Any]", result: object, error: BaseException | None) -> None:
    if future.done():
        return  # whoever waited has gone
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
