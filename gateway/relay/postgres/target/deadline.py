"""Waiting for a target, never longer than until a moment."""

import select
import time
from typing import Final

from gateway.relay.postgres.stream import Stream
from gateway.relay.reaching import UNREACHABLE, Unreachable

LOGIN_SECONDS: Final = 15.0  # from the first byte after TCP to the first statement; PostgreSQL's own limit is 60


class Deadline:
    """A moment on the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds until then. Raises Unreachable once there are none."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise Unreachable("postgres, target: too slow", UNREACHABLE)
        return left


def read(stream: Stream, until: Deadline) -> bytes:
    """What comes next, at least a byte; what waits to be sent goes out meanwhile. Raises Unreachable, OSError."""
    while True:
        data = stream.read()
        if data is None:
            raise Unreachable("postgres, target: it closed the connection", UNREACHABLE)
        if data:
            return data
        _wait(stream, until)


def _wait(stream: Stream, until: Deadline) -> None:
    poll = select.poll()
    poll.register(stream.fileno(), select.POLLIN | (select.POLLOUT if stream.unsent else 0))
    for _, what in poll.poll(until.left * 1000):
        if what & select.POLLOUT:
            stream.flush()
