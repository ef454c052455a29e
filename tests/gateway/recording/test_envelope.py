"""Chunks open with their key, at their place, and nowhere else."""

from typing import Any

import pytest
import zstandard

from gateway.crypto.aead import Aead, SealBroken, new_key
from gateway.crypto.digest import DIGEST_BYTES
from gateway.recording.envelope import ChunkBroken, ChunkReader, ChunkWriter
from gateway.recording.frame import PREFIX, RAW_MAX, Prefix, Record, RecordKind, read_prefix
from gateway.recording.terminal_event import Code, TerminalEvent, encode

KEY = new_key()
EVENTS = [TerminalEvent(5, Code.OUTPUT, "こんにちは".encode("euc-jp")), TerminalEvent(9, Code.INPUT, b"\xff\x00")]


def run(count: int, segment: int = 0) -> list[Record]:
    """The chunks of one run, each with its own events."""
    writer, found = ChunkWriter(KEY, file=b"12345678", segment=segment), []
    for number in range(1, count + 1):
        events = [TerminalEvent(number, Code.OUTPUT, b"the same again, %d " % number * 40)]
        data = writer.record(events, number=number, until_us=number, prev=bytes(32))
        prefix = read_prefix(data[: PREFIX.size])
        assert prefix is not None
        found.append(Record(prefix, data[PREFIX.size : -DIGEST_BYTES], data[-DIGEST_BYTES:], 0))
    return found


def record(events: list[TerminalEvent] = EVENTS, number: int = 1) -> Record:
    writer = ChunkWriter(KEY, file=b"12345678", segment=0)
    data = writer.record(events, number=number, until_us=9, prev=bytes(32))
    prefix = read_prefix(data[: PREFIX.size])
    assert prefix is not None
    return Record(prefix, data[PREFIX.size : -DIGEST_BYTES], data[-DIGEST_BYTES:], 0)


def test_R37_events_come_back() -> None:
    assert ChunkReader(Aead(KEY)).events(record()) == EVENTS


def test_R40_another_key_opens_nothing() -> None:
    with pytest.raises(SealBroken):
        ChunkReader(Aead(new_key())).events(record())


@pytest.mark.parametrize(
    "moved",
    [{"number": 2}, {"segment": 1}, {"until_us": 10}, {"prev": b"x" * 32}, {"file": b"87654321"}, {"raw_bytes": 1}],
)
def test_R41_every_field_of_the_prefix_is_authenticated(moved: dict[str, Any]) -> None:
    good = record()
    with pytest.raises(SealBroken):
        ChunkReader(Aead(KEY)).events(good._replace(prefix=good.prefix._replace(**moved)))


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
            ChunkReader(Aead(KEY)).events(forged(packed, RAW_MAX))


@pytest.mark.parametrize("packed", [b"", b"not zstd", zstandard.compress(b"no events")])
def test_what_no_recorder_wrote_is_refused(packed: bytes) -> None:
    with pytest.raises(ChunkBroken):
        ChunkReader(Aead(KEY)).events(forged(packed, 9))


def test_a_chunk_is_bounded() -> None:
    with pytest.raises(ValueError):
        record([TerminalEvent(0, Code.OUTPUT, bytes(RAW_MAX))])


def test_R41_how_far_into_its_run_a_chunk_is_is_authenticated() -> None:
    first, second = run(2)
    reader = ChunkReader(Aead(KEY))
    reader.events(first)
    for step in (0, 2):
        with pytest.raises((SealBroken, ChunkBroken)):
            reader.events(second._replace(prefix=second.prefix._replace(step=step)))
    assert reader.events(second)[0].data.startswith(b"the same again, 2")


@pytest.mark.parametrize("order", [(1,), (0, 2), (2, 1), (0, 1, 1), (0, 1, 3, 2)])
def test_R41_a_chunk_without_the_one_it_goes_on_from_is_not_read(order: tuple[int, ...]) -> None:
    chunks, reader = run(4), ChunkReader(Aead(KEY))
    with pytest.raises(ChunkBroken):
        for which in order:
            reader.events(chunks[which])


def test_R41_a_run_does_not_go_on_from_the_chunk_of_another_run_at_the_same_step() -> None:
    """Both are authentic, and zstd alone would unpack the one behind the other without a word."""
    writer = ChunkWriter(KEY, file=b"12345678", segment=0)
    records = []
    for number in range(1, 5):
        if number == 3:
            writer.end_run()
        data = writer.record(EVENTS, number=number, until_us=9, prev=bytes(32))
        prefix = read_prefix(data[: PREFIX.size])
        assert prefix is not None
        records.append(Record(prefix, data[PREFIX.size : -DIGEST_BYTES], data[-DIGEST_BYTES:], 0))
    assert [one.prefix.step for one in records] == [0, 1, 0, 1]
    reader = ChunkReader(Aead(KEY))
    reader.events(records[0])
    with pytest.raises(ChunkBroken):
        reader.events(records[3])
    reader.events(records[2])
    assert reader.events(records[3]) == EVENTS
