"""Reading a recording whose keys the keeper opens, one segment at a time and only when it is needed.

The reader trusts nobody: signature, hashes and tags are checked again on the way, so that what is shown is what was recorded.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Self

from gateway.crypto.aead import Aead
from gateway.crypto.digest import sha256
from gateway.recording import closing, header, opening
from gateway.recording.envelope import ChunkReader
from gateway.recording.frame import Record, RecordKind
from gateway.recording.header import PersonalHeader, RecordingHeader
from gateway.recording.opening import Opening, OpeningDamaged
from gateway.recording.ports import HEADER_TAG, KeyOpener, is_signed
from gateway.recording.terminal_event import Code, TerminalEvent
from gateway.recording.texts import CANNOT_READ
from gateway.recording.walk import Stop, read_record
from gateway.vocabulary.outcome import GatewayFault


class SegmentKeys:
    """The data keys of one recording, asked for once each."""

    def __init__(self, start: Opening, opener: KeyOpener) -> None:
        self._start = start
        self._opener = opener
        self._open: dict[int, Aead] = {}

    def destroyed(self, segment: int) -> bool:
        """True if nobody can read the segment any more. Raises GatewayFault for one the header does not know."""
        if segment >= len(self._start.wrapped):
            raise GatewayFault("a chunk names a segment the header does not know", CANNOT_READ)
        return segment in self._start.destroyed()

    def of(self, segment: int) -> Aead:
        """The key of a segment. Raises GatewayFault."""
        if segment not in self._open:
            recording = self._start.signed.header.recording
            self._open[segment] = Aead(self._opener.open(recording, segment, self._start.wrapped[segment]))
        return self._open[segment]


class Pass:
    """One way through the chunks, in order from the first of a run on; two ways at once do not disturb each other."""

    def __init__(self, keys: SegmentKeys) -> None:
        self._keys = keys
        self._readers: dict[int, ChunkReader] = {}

    def events(self, record: Record) -> list[TerminalEvent]:
        """What the recorder put into a chunk; for a destroyed segment one marker that says so. Raises GatewayFault."""
        segment = record.prefix.segment
        if self._keys.destroyed(segment):
            label = f"[{record.prefix.raw_bytes} bytes destroyed with their key / 鍵消去済み]"
            return [TerminalEvent(record.prefix.until_us, Code.MARKER, label.encode())]
        if segment not in self._readers:
            self._readers[segment] = ChunkReader(self._keys.of(segment))
        return self._readers[segment].events(record)


class Reading(AbstractContextManager["Reading"]):
    """One open recording. Close it, or use it in a `with`. Not thread safe; one iteration at a time."""

    def __init__(self, source: Path | BinaryIO, *, vkey: bytes, opener: KeyOpener) -> None:
        """A file by its path, or as a store opened it. Raises GatewayFault when there is no signed header to read."""
        self._file = opened(source) if isinstance(source, Path) else source
        try:
            self._start = signed_opening(self._file, vkey)
            size = size_of(self._file)
            found = closing.find(self._file, size)
        except OSError as wrong:
            self._file.close()
            raise GatewayFault(f"the recording cannot be read: {wrong}", CANNOT_READ) from wrong
        except GatewayFault:
            self._file.close()
            raise
        self._keys = SegmentKeys(self._start, opener)
        self._end = size if found is None else found.seal.length
        self.sealed = None if found is None else found.sealed(size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    @property
    def header(self) -> RecordingHeader:
        """The signed facts."""
        return self._start.signed.header

    def personal(self) -> PersonalHeader | None:
        """Name and employer at the time; None once the key is destroyed. Raises GatewayFault if they are not the signed ones."""
        for event in self._all(0):
            if event.code is not Code.PERSONAL:
                break
            if sha256(event.data) != self._start.signed.personal:
                raise GatewayFault("the personal half of the header is not the signed one", CANNOT_READ)
            return header.read_personal(event.data)
        return None

    def duration_us(self) -> int:
        """Microseconds from the start to the last moment kept."""
        walk = self._start.walk(self._file)
        with _readable():
            walk.to(self._end)
        return walk.until_us

    def events(self, since_us: int = 0) -> Iterator[TerminalEvent]:
        """Every event from `since_us` on, in order; of the chunks that end before it only those of the same run are opened.

        Raises GatewayFault at damage, after the events before it.
        """
        return (event for event in self._all(since_us) if event.code is not Code.PERSONAL and event.at_us >= since_us)

    def _all(self, since_us: int) -> Iterator[TerminalEvent]:
        walk, chunks = self._start.walk(self._file), Pass(self._keys)
        skipped: list[int] = []  # where the chunks of the run stand that end before `since_us`
        records = walk.records(self._end)
        while (record := _next_of(records)) is not None:
            if record.prefix.kind is not RecordKind.CHUNK:
                continue
            if record.prefix.step == 0:
                skipped.clear()
            if record.prefix.until_us < since_us:
                skipped.append(record.offset)
                continue
            position = self._file.tell()
            self._prepare(skipped, chunks)
            yield from chunks.events(record)
            self._file.seek(position)
        if walk.halt.stop is not Stop.END and self.sealed is not None:
            raise GatewayFault(f"the recording is damaged at chunk {walk.number}", CANNOT_READ)

    def _prepare(self, skipped: list[int], chunks: Pass) -> None:
        """Unpack what a chunk goes on from: it was walked over, and is read again."""
        for offset in skipped:
            with _readable():
                self._file.seek(offset)
                found = read_record(self._file, offset, self._end)
            if isinstance(found, Stop):
                raise GatewayFault("the recording changed while it was read", CANNOT_READ)
            chunks.events(found)
        skipped.clear()


@contextmanager
def _readable() -> Iterator[None]:
    """A disk or a store that fails while it is read is our fault, like any other."""
    try:
        yield
    except OSError as wrong:
        raise GatewayFault(f"the recording cannot be read: {wrong}", CANNOT_READ) from wrong


def _next_of(records: Iterator[Record]) -> Record | None:
    with _readable():
        return next(records, None)


def opened(path: Path) -> BinaryIO:
    """The file, read without a buffer that could keep what has changed since. Raises GatewayFault."""
    try:
        return path.open("rb", buffering=0)
    except OSError as wrong:
        raise GatewayFault(f"the recording cannot be read: {wrong}", CANNOT_READ) from wrong


def size_of(file: BinaryIO) -> int:
    """How long the file is now. Raises OSError."""
    return file.seek(0, os.SEEK_END)


def signed_opening(file: BinaryIO, vkey: bytes) -> Opening:
    """The beginning of the file, signed by the keeper. Raises GatewayFault, OSError."""
    try:
        start = opening.read(file, size_of(file))
    except OpeningDamaged as wrong:
        raise GatewayFault(f"the recording's header is damaged: {wrong}", CANNOT_READ) from wrong
    if not is_signed(vkey, HEADER_TAG, start.body, start.signature):
        raise GatewayFault("the recording's header is not signed by this gateway", CANNOT_READ)
    return start
