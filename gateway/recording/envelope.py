"""A chunk's envelope: events, zstd, AES-256-GCM. The record's prefix, with the hash of the record before, is the AAD.

The nonce is the record's number: a data key belongs to one segment of one file, and no number comes twice in a file.
Chunks are compressed in runs (`run`); how far into its run a chunk is stands in the prefix, so that a reader knows where to
begin, without any key. No run reaches into another segment, recording or key.
"""

from collections.abc import Sequence

from gateway.crypto.aead import NONCE_BYTES, TAG_BYTES, Aead
from gateway.recording import terminal_event
from gateway.recording.frame import RAW_MAX, Prefix, Record, RecordKind, closed
from gateway.recording.run import Packer, Unpacker
from gateway.recording.terminal_event import TerminalEvent
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret


class ChunkBroken(GatewayFault):
    """A chunk that opens with its key holds no events: written by something else than a recorder."""


class ChunkWriter:
    """Closes chunks of one segment. Not thread safe: the packer is one."""

    def __init__(self, key: Secret, *, file: bytes, segment: int) -> None:
        self._aead = Aead(key)
        self._packer = Packer()
        self._file = file
        self._segment = segment

    def record(self, events: Sequence[TerminalEvent], *, number: int, until_us: int, prev: bytes) -> bytes:
        """The whole record `number` after the one whose hash is `prev`. Raises ValueError above 256 KiB of events."""
        raw = terminal_event.encode(events, until_us)
        if len(raw) > RAW_MAX:
            raise ValueError("a chunk holds at most 256 KiB")
        step, packed = self._packer.pack(raw, until_us)
        payload_bytes = len(packed) + TAG_BYTES
        prefix = Prefix(
            self._file, RecordKind.CHUNK, self._segment, number, until_us, len(raw), payload_bytes, prev, step
        ).packed()
        return closed(prefix, self._aead.seal_with_nonce(_nonce(number), packed, prefix))

    def end_run(self) -> None:
        """What is recorded next shares no compression with what was recorded before."""
        self._packer.end_run()


class ChunkReader:
    """Opens chunks of one segment on one way through it: each run from its first chunk on, each chunk after the one before."""

    def __init__(self, aead: Aead) -> None:
        self._aead = aead
        self._unpacker = Unpacker()
        self._last = 0

    def events(self, record: Record) -> list[TerminalEvent]:
        """The events of a chunk record. Raises SealBroken (wrong key, changed) or ChunkBroken (not a recorder's work)."""
        prefix = record.prefix
        if prefix.step and prefix.number != self._last + 1:
            raise ChunkBroken(f"chunk {prefix.number} goes on from one that was not read")
        packed = self._aead.open_with_nonce(_nonce(prefix.number), record.payload, prefix.packed())
        try:
            raw = self._unpacker.unpack(packed, prefix.step, prefix.raw_bytes)
            self._last = prefix.number
            return list(terminal_event.decode(raw, prefix.until_us))
        except ValueError as wrong:
            raise ChunkBroken(f"chunk {prefix.number} holds no events: {wrong}") from None


def _nonce(number: int) -> bytes:
    return number.to_bytes(NONCE_BYTES, "big")
