"""Waiting for two streams and for whoever wakes: poll(2), with a pipe that any thread or signal handler may write to."""

import contextlib
import os
import select
from typing import Final

from gateway.relay.postgres.stream import Stream

IN: Final = select.POLLIN
OUT: Final = select.POLLOUT
GONE: Final = select.POLLHUP | select.POLLERR | select.POLLNVAL


class Waiting:
    """Used by one thread, but for `wake`."""

    def __init__(self) -> None:
        self._woken, self._wakes = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._poll = select.poll()
        self._poll.register(self._woken, IN)
        self._wanted: dict[int, int] = {}

    def wake(self) -> None:
        """Let `wait` return. From any thread, and from a signal handler."""
        with contextlib.suppress(OSError):  # full: it wakes anyway; closed: it is over
            os.write(self._wakes, b"\0")

    def want(self, stream: Stream, wanted: int) -> None:
        """Wait for this of the stream from now on, and for room wherever something is unsent. 0: for nothing at all."""
        wanted |= OUT if stream.unsent else 0
        number = stream.fileno()
        if self._wanted.get(number, 0) == wanted:
            return
        self._wanted[number] = wanted
        if wanted:
            self._poll.register(number, wanted)  # or its mask anew
        else:
            self._poll.unregister(number)

    def wait(self, seconds: float) -> tuple[dict[int, int], bool]:
        """What can be done with which descriptor, and whether somebody has woken it."""
        ready = dict(self._poll.poll(seconds * 1000))
        if not ready.pop(self._woken, 0):
            return ready, False
        with contextlib.suppress(BlockingIOError):
            while os.read(self._woken, 512):
                pass
        return ready, True

    def close(self) -> None:
        """Close the pipe; whoever wakes later wakes nobody."""
        wakes, self._wakes = self._wakes, -1
        os.close(self._woken)
        os.close(wakes)
