"""The chain of a file being written: each record carries the number after, and the hash of, the record before it."""

from collections.abc import Sequence

from gateway.recording import closing
from gateway.recording.envelope import ChunkWriter
from gateway.recording.frame import own_hash
from gateway.recording.terminal_event import TerminalEvent


class Chain:
    """Where the next record goes: its number, the hash before it, the last time kept."""

    def __init__(self, file: bytes, last_hash: bytes) -> None:
        self.file = file
        self.last_hash = last_hash
        self.number = 1
        self.chunks = 0
        self.until_us = 0

    def chunk(self, writer: ChunkWriter, events: Sequence[TerminalEvent]) -> bytes:
        """The next chunk's record."""
        self.until_us = max(self.until_us, events[-1].at_us)
        record = writer.record(events, number=self.number, until_us=self.until_us, prev=self.last_hash)
        self.chunks += 1
        return self._added(record)

    def end_note(self, reason: str, until_us: int) -> bytes:
        """The note of an orderly end."""
        self.until_us = max(self.until_us, until_us)
        return self._added(
            closing.end_note(reason, file=self.file, number=self.number, until_us=self.until_us, prev=self.last_hash)
        )

    def _added(self, record: bytes) -> bytes:
        self.number += 1
        self.last_hash = own_hash(record)
        return record
