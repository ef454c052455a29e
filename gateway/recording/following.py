"""Watching a recording while it grows. Pull: `poll` gives what is new and never waits; the caller decides how often.

The watch flag beside the file asks the writer for chunks of 200 ms. What was redacted or withheld in the recording is not
here either: a watcher sees what the recording will show.
"""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, Self

from gateway.recording import closing
from gateway.recording.frame import FOOTER, RecordKind
from gateway.recording.header import RecordingHeader
from gateway.recording.ports import KeyOpener
from gateway.recording.reading import Pass, SegmentKeys, opened, signed_opening
from gateway.recording.seal import SealState
from gateway.recording.terminal_event import Code, TerminalEvent
from gateway.recording.texts import CANNOT_READ
from gateway.recording.walk import Stop
from gateway.recording.watched import WatchFlag
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault

POLL_SECONDS: Final = 0.1
TOUCH_SECONDS: Final = 0.25  # below what a page waits between two looks, so that each look says that somebody is there
STUCK_SECONDS: Final = 3.0


class Following(AbstractContextManager["Following"]):
    """A watcher of one recording. `state` is None while it runs, then how it was sealed."""

    def __init__(
        self, path: Path, *, vkey: bytes, opener: KeyOpener, clock: Clock, on_touch: Callable[[], None] = lambda: None
    ) -> None:
        """`on_touch` says elsewhere that somebody watches, as often as the flag is touched; what it raises ends the look.

        Raises GatewayFault when there is no signed header to read.
        """
        self._on_touch = on_touch
        self._path = path
        self._file = opened(path)
        try:
            start = signed_opening(self._file, vkey)
        except GatewayFault:
            self._file.close()
            raise
        self.header: RecordingHeader = start.signed.header
        self.state: SealState | None = None
        self.behind = False  # the last look took what it was allowed to, and more stands there
        self._chunks = Pass(SegmentKeys(start, opener))
        self._walk = start.walk(self._file)
        self._clock = clock
        self._flag = WatchFlag(path, clock) if os.access(path.parent, os.W_OK) else None
        self._touched_at: float | None = None
        self._stuck_since: float | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop watching."""
        if self._flag is not None:
            self._flag.remove()
        self._file.close()

    def poll(self, at_most_bytes: int | None = None) -> list[TerminalEvent]:
        """What was written since the last call, in order. Raises GatewayFault when the file is damaged or its key refused.

        It ends with the chunk in which `at_most_bytes` of the terminal's are reached; then `behind` says that more is there.
        """
        self._touch()
        size = os.fstat(self._file.fileno()).st_size
        events: list[TerminalEvent] = []
        taken, self.behind = 0, False
        for record in self._walk.records(size):
            if record.prefix.kind is RecordKind.CHUNK:
                events += [event for event in self._chunks.events(record) if event.code is not Code.PERSONAL]
            taken += record.prefix.raw_bytes
            if at_most_bytes is not None and taken >= at_most_bytes:
                self.behind = self._walk.position < size
                break
        if not self.behind:
            self._judge(size)
        return events

    def attend(self) -> None:
        """Say that somebody is there, and look at nothing."""
        self._touch()

    def _judge(self, size: int) -> None:
        stop = self._walk.halt.stop
        if stop is Stop.END:
            self._stuck_since = None
            return
        found = closing.find(self._file, size)  # behind torn bytes, too, once recovery has sealed
        if found is not None and found.seal.length == self._walk.position and found.record.end + FOOTER.size == size:
            self.state = found.seal.state
            return
        now = self._clock.monotonic()
        self._stuck_since = now if self._stuck_since is None else self._stuck_since
        if stop is not Stop.SHORT and now - self._stuck_since > STUCK_SECONDS:
            raise GatewayFault(f"the recording is damaged at chunk {self._walk.number}", CANNOT_READ)

    def _touch(self) -> None:
        now = self._clock.monotonic()
        if self._touched_at is None or now - self._touched_at >= TOUCH_SECONDS:
            self._touched_at = now
            if self._flag is not None:
                self._flag.touch()
            self._on_touch()
