"""The writer thread of a recorder: due chunks are redacted, compressed, encrypted, appended; the disk is asked each second.

Any error ends the recording: the fault is known to the session before the thread is gone. After a fault nothing more is
promised, but what was accepted is still written if the file takes it.
"""

import threading
from collections.abc import Iterator, Sequence

from gateway.recording.beginning import Begun
from gateway.recording.growth import Growth
from gateway.recording.limits import Pace, RecorderLimits
from gateway.recording.pending import Pending
from gateway.recording.redaction import Redactor
from gateway.recording.terminal_event import TerminalEvent
from gateway.recording.watched import WatchFlag
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault


class Writer(threading.Thread):
    """Owns tape and chain from `start()` until it is joined."""

    def __init__(
        self, begun: Begun, *, pending: Pending, flag: WatchFlag, growth: Growth, limits: RecorderLimits, clock: Clock
    ) -> None:
        super().__init__(name="recording-writer", daemon=True)
        self._tape = begun.tape
        self._chain = begun.chain
        self._chunks = begun.chunks
        self._pending = pending
        self._flag = flag
        self._growth = growth
        self._limits = limits
        self._clock = clock
        self._redactor = Redactor()
        self._synced_at = self._looked_at = clock.monotonic()
        self._unsynced = False

    def run(self) -> None:
        """Until the end is announced and everything is written, or something breaks."""
        try:
            self._write_until_end()
        except (OSError, GatewayFault) as wrong:
            self._pending.fail(f"the recording cannot be written: {wrong}")
        finally:
            self._pending.over()  # any other error is a defect: the session still hears of it, and the thread dies loudly

    def _write_until_end(self) -> None:
        while (events := self._pending.take(self._wake_at())) is not None:
            if events:
                self._write(events)
            self._sync_when_due()
        reason = self._pending.orderly_end()
        if reason is not None:
            self._tape.append(self._chain.end_note(reason, self._pending.elapsed_us()))
        self._tape.sync()

    def _write(self, events: list[TerminalEvent]) -> None:
        records = [self._record(group) for group in grouped(events, self._limits.chunk_bytes)]
        self._tape.append(b"".join(records))
        self._unsynced = True
        self._pending.written()
        self._growth.grown(self._tape.size)

    def _record(self, events: list[TerminalEvent]) -> bytes:
        kept = self._redactor.close_chunk(events)
        return self._chain.chunk(self._chunks, kept) if kept else b""

    def _wake_at(self) -> float:
        look_at = self._looked_at + self._limits.look_seconds
        return min(look_at, self._synced_at + self._limits.sync_seconds) if self._unsynced else look_at

    def _sync_when_due(self) -> None:
        now = self._clock.monotonic()
        if self._unsynced and now >= self._synced_at + self._limits.sync_seconds:
            self._synced_at = now
            self._tape.sync()
            self._unsynced = False
            self._pending.synced()
        elif now < self._looked_at + self._limits.look_seconds:
            return
        self._looked_at = now
        self._tape.look()
        self._follow_flag()

    def _follow_flag(self) -> None:
        watched = self._flag.pace() is Pace.WATCHED
        self._pending.chunk_seconds(self._limits.watched_chunk_seconds if watched else self._limits.chunk_seconds)


def grouped(events: Sequence[TerminalEvent], chunk_bytes: int) -> Iterator[list[TerminalEvent]]:
    """The events in groups of at most `chunk_bytes` of data; one that is larger is cut, its parts at the same moment."""
    group: list[TerminalEvent] = []
    room = chunk_bytes
    for event in events:
        rest = event.data
        while len(rest) > room:
            group.append(event._replace(data=rest[:room]))
            yield group
            group, rest, room = [], rest[room:], chunk_bytes
        group.append(event if rest is event.data else event._replace(data=rest))
        room -= len(rest)
    if group:
        yield group
