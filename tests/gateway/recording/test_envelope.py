"""Chunks open with their key, at their place, and nowhere else."""

from typing import Any

import pytest
import zstandard

from gateway.crypto.aead import Aead, SealBroken, new_key
from gateway.crypto.digest import DIGEST_BYTES
from gateway.recording.envelope import ChunkBroken, ChunkWriter, open_chunk
from gateway.recording.frame import PREFIX, RAW_MAX, Prefix, Record, RecordKind, read_prefix
from gateway.recording.terminal_event import Code, TerminalEvent, encode

KEY = new_key()
EVENTS = [TerminalEvent(5, Code.OUTPUT, "こんにちは".encode("euc-jp")), TerminalEvent(9, Code.INPUT, b"\xff\x00")]


def record(events: list[TerminalEvent] = EVENTS, number: int = 1) -> Record:
    writer = ChunkWriter(KEY, file=b"12345678", segment=0)
    data = writer.record(events, number=number, until_us=9, prev=bytes(32))
    prefix = read_prefix(data[: PREFIX.size])
    assert prefix is not None
    return Record(prefix, data[PREFIX.size : -DIGEST_BYTES], data[-DIGEST_BYTES:], 0)


def test_R37_events_come_back() -> None:
    assert open_chunk(Aead(KEY), record()) == EVENTS


def test_R40_another_key_opens_nothing() -> None:
    with pytest.raises(SealBroken):
        open_chunk(Aead(new_key()), record())


@pytest.mark.parametrize(
    "moved",
    [{"number": 2}, {"segment": 1}, {"until_us": 10}, {"prev": b"x" * 32}, {"file": b"87654321"}, {"raw_bytes": 1}],
)
def test_R41_every_field_of_the_prefix_is_authenticated(moved: dict[str, Any]) -> None:
    good = record()
    with pytest.raises(SealBroken):
        open_chunk(Aead(KEY), good._replace(prefix=good.prefix._replace(**moved)))


def forged(packed: bytes, raw_bytes: int) -> Record:
    """A chunk of somebody who has the key and is no recorder."""
    prefix = Prefix(b"12345678", RecordKind.CHUNK, 0, 1, 9, raw_bytes, len(packed) + 16, bytes(32))
    sealed = Aead(KEY).seal_with_nonce((1).to_bytes(12, "big"), packed, prefix.packed())
    return Record(prefix, sealed, bytes(32), 0)


def test_a_compression_bomb_is_not_unpacked() -> None:
    events = encode([TerminalEvent(9, Code.OUTPUT, bytes(5_000_000))], 9)
    bomb = zstandard.ZstdCompressor(write_content_size=False).compress(events)
    sized = zstandard.compress(events)
    for packed in (bomb, sized):
        with pytest.raises(ChunkBroken):
            open_chunk(Aead(KEY), forged(packed, RAW_MAX))


@pytest.mark.parametrize("packed", [b"", b"not zstd", zstandard.compress(b"no events")])
def test_what_no_recorder_wrote_is_refused(packed: bytes) -> None:
    with pytest.raises(ChunkBroken):
        open_chunk(Aead(KEY), forged(packed, 9))


def test_a_chunk_is_bounded() -> None:
    with pytest.raises(ValueError):
        record([TerminalEvent(0, Code.OUTPUT, bytes(RAW_MAX))])
