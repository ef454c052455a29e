"""How far a connection has come before its log-in, told by its process to the parent: one byte a stage, over a pipe of its own.

The parent believes only what leads further, and few bytes of it: a process that lies makes itself harder to replace by a
newcomer, and no more. Nobody waits: a pipe that is full or gone is passed over.
"""

import os
import selectors
from collections.abc import Callable
from enum import IntEnum

BYTES_MAX = 16


class Stage(IntEnum):
    """What a connection without a log-in has shown so far, least first."""

    LINE = 0  # it sent a version line
    OFFER = 1  # and a key exchange packet with it, as most clients do at once
    KEYS = 2  # the key exchange is done
    PROVED = 3  # the signature of a registered key was verified


class Progress:
    """The child's end, closed with the last stage. Without a descriptor (a connection no parent counts) nothing is told."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor
        self._told = Stage.LINE

    def reached(self, stage: Stage) -> None:
        """Tell it, once."""
        if self._descriptor is None or stage <= self._told:
            return
        self._told = stage
        try:
            os.write(self._descriptor, bytes([stage]))
        except (BlockingIOError, BrokenPipeError):
            stage = Stage.PROVED  # the parent wants no more
        if stage is Stage.PROVED:
            os.close(self._descriptor)
            self._descriptor = None


class ProgressLines:
    """The parent's ends, one a connection, read when the selector says so."""

    def __init__(self, selector: selectors.BaseSelector, on_stage: Callable[[str, Stage], None]) -> None:
        self._selector, self._on_stage = selector, on_stage
        self._ends: dict[str, int] = {}
        self._heard: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._ends)

    def open(self, connection: str) -> int:
        """The writing end for `connection`'s process; whoever asked closes it in the parent. Raises OSError."""
        reading, writing = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        self._ends[connection], self._heard[connection] = reading, 0
        self._selector.register(reading, selectors.EVENT_READ, lambda: self._read(connection))
        return writing

    def close(self, connection: str) -> None:
        """Listen no more: the connection has logged in or has ended."""
        reading = self._ends.pop(connection, None)
        if reading is not None:
            del self._heard[connection]
            self._selector.unregister(reading)
            os.close(reading)

    def _read(self, connection: str) -> None:
        if connection not in self._ends:
            return  # closed by what was read before it in the same turn
        said = os.read(self._ends[connection], BYTES_MAX)
        self._heard[connection] += len(said)
        known = [Stage(octet) for octet in said if octet in set(Stage)]
        if known:
            self._on_stage(connection, max(known))
        if not said or self._heard[connection] >= BYTES_MAX:
            self.close(connection)
