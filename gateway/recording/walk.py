"""From record to record through an open file, checking what needs no key, and where it had to stop.

`Walk` yields only records that are whole, of this file, next in number and chained to the one before. What stopped it is
a value: verification names it, recovery cuts there, a reader of a growing file waits there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Final

from gateway.crypto.digest import DIGEST_BYTES, sha256
from gateway.recording.frame import MARK, PREFIX, Prefix, Record, RecordKind, read_prefix

_SCAN_BYTES: Final = 1024 * 1024
_PASSED: Final = (RecordKind.CHUNK, RecordKind.END)


class Stop(StrEnum):
    """Why a walk went no further."""

    END = "end"  # every byte up to the end was used
    SHORT = "short"  # a record begins and reaches beyond the end
    NO_RECORD = "no-record"  # what stands here begins no record
    CHANGED = "changed"  # its own hash is not the hash of its bytes
    FOREIGN = "foreign"  # it carries another file's tag
    NUMBER = "number"  # it is not the next one
    UNCHAINED = "unchained"  # the hash it carries is not that of the record before
    LOOSE = "loose"  # it is read after a chunk that does not stand before it
    SEAL = "seal"  # a header or seal, which no walk goes through


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """`record` is what was found instead, if it was whole."""

    stop: Stop
    record: Record | None = None


class Walk:
    """Iterate to go on from `position`, again when the file has grown. `halt` says why the last iteration ended.

    `number` and `last_hash` are what the next record must carry; `chunks`, `raw_bytes`, `until_us` sum up what was passed,
    `last_kind` is the kind of the last record passed.
    """

    def __init__(self, file: BinaryIO, *, position: int, tag: bytes, last_hash: bytes) -> None:
        """`position` and `last_hash`: where the header and its key slots end, and the header record's hash."""
        self.position = position
        self.last_hash = last_hash
        self.number = 1
        self.chunks = 0
        self.raw_bytes = 0
        self.until_us = 0
        self.last_kind = RecordKind.HEADER
        self._last_segment = self._last_step = 0
        self.halt = Halt(stop=Stop.END)
        self._file = file
        self._tag = tag

    def go_on_in(self, file: BinaryIO) -> None:
        """The same recording, opened anew."""
        self._file = file

    def records(self, end: int) -> Iterator[Record]:
        """Every sound record from `position` to the offset `end`."""
        self.halt = Halt(stop=Stop.END)
        self._file.seek(self.position)
        while self.position < end:
            found = read_record(self._file, self.position, end)
            if isinstance(found, Stop):
                self.halt = Halt(stop=found)
                return
            stop = self._misplaced(found.prefix)
            if stop is not None:
                self.halt = Halt(stop=stop, record=found)
                return
            self._pass(found)
            yield found

    def to(self, end: int) -> Halt:
        """Go to the offset `end`, or as far as it goes."""
        for _ in self.records(end):
            pass
        return self.halt

    def _pass(self, record: Record) -> None:
        prefix = record.prefix
        self.position, self.number, self.last_hash = record.end, self.number + 1, record.hash
        self.chunks += prefix.kind is RecordKind.CHUNK
        self.raw_bytes += prefix.raw_bytes
        self.until_us, self.last_kind = prefix.until_us, prefix.kind
        self._last_segment, self._last_step = prefix.segment, prefix.step

    def _misplaced(self, prefix: Prefix) -> Stop | None:
        if prefix.file != self._tag:
            return Stop.FOREIGN
        if prefix.kind not in _PASSED:
            return Stop.SEAL
        if prefix.number != self.number:
            return Stop.NUMBER
        if prefix.prev != self.last_hash:
            return Stop.UNCHAINED
        return None if prefix.step == 0 or self._goes_on(prefix) else Stop.LOOSE

    def _goes_on(self, prefix: Prefix) -> bool:
        chunk_before = self.last_kind is RecordKind.CHUNK and self._last_segment == prefix.segment
        return chunk_before and prefix.step == self._last_step + 1


def read_record(file: BinaryIO, position: int, end: int) -> Record | Stop:
    """The whole record at the file's current `position`, its own hash checked; SHORT, NO_RECORD or CHANGED otherwise."""
    start = file.read(min(PREFIX.size, end - position))
    prefix = read_prefix(start)
    if prefix is None:
        return Stop.SHORT if len(start) < PREFIX.size and start[:4] == MARK[: len(start)] else Stop.NO_RECORD
    size = prefix.payload_bytes + DIGEST_BYTES
    if position + PREFIX.size + size > end:
        return Stop.SHORT
    rest = file.read(size)
    if len(rest) < size:
        return Stop.SHORT
    payload, stated = rest[:-DIGEST_BYTES], rest[-DIGEST_BYTES:]
    if sha256(start + payload) != stated:
        return Stop.CHANGED
    return Record(prefix, payload, stated, position)


def sound_records(file: BinaryIO, position: int, end: int) -> Iterator[Record]:
    """Every whole record from `position` on, wherever it begins and whatever file it belongs to: what damage left over."""
    while position < end:
        position = _next_mark(file, position, end)
        file.seek(position)
        found = read_record(file, position, end) if position < end else Stop.END
        if isinstance(found, Record):
            yield found
            position = found.end
        else:
            position += 1


def _next_mark(file: BinaryIO, position: int, end: int) -> int:
    """Where the next record mark begins; `end` if nowhere."""
    while position < end:
        file.seek(position)
        block = file.read(min(_SCAN_BYTES, end - position))
        found = block.find(MARK)
        if found >= 0:
            return position + found
        position += max(1, len(block) - len(MARK) + 1)
    return end
