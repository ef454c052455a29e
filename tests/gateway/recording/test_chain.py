"""Numbers and hashes go on from record to record."""

from gateway.crypto.aead import new_key
from gateway.recording import closing
from gateway.recording.chain import Chain
from gateway.recording.envelope import ChunkWriter
from gateway.recording.frame import PREFIX, Record, own_hash, read_prefix
from gateway.recording.terminal_event import Code, TerminalEvent


def test_each_record_names_the_one_before() -> None:
    chain, writer = Chain(b"12345678", b"h" * 32), ChunkWriter(new_key(), file=b"12345678", segment=0)
    first = chain.chunk(writer, [TerminalEvent(10, Code.OUTPUT, b"a"), TerminalEvent(20, Code.OUTPUT, b"b")])
    second = chain.chunk(writer, [TerminalEvent(30, Code.OUTPUT, b"c")])
    note = chain.end_note("client closed", 40)
    prefixes = [read_prefix(record[: PREFIX.size]) for record in (first, second, note)]
    assert [prefix.number for prefix in prefixes if prefix] == [1, 2, 3]
    assert [prefix.until_us for prefix in prefixes if prefix] == [20, 30, 40]
    assert [prefix.prev for prefix in prefixes if prefix] == [b"h" * 32, own_hash(first), own_hash(second)]
    assert (chain.chunks, chain.number, chain.last_hash, chain.until_us) == (2, 4, own_hash(note), 40)
    last = prefixes[2]
    assert last is not None
    assert closing.reason_of(Record(last, note[PREFIX.size : -32], own_hash(note), 0)) == "client closed"


def test_time_never_goes_back() -> None:
    chain = Chain(b"12345678", bytes(32))
    chain.end_note("x", 50)
    chain.end_note("x", 40)
    assert chain.until_us == 50
