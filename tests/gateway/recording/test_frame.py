"""Records as bytes."""

from hypothesis import given
from hypothesis import strategies as st

from gateway.crypto.digest import sha256
from gateway.recording.frame import (
    FOOTER,
    MARK,
    PAYLOAD_MAX,
    PREFIX,
    RAW_MAX,
    Prefix,
    Record,
    RecordKind,
    closed,
    own_hash,
    read_prefix,
)

PREFIXES = st.builds(
    Prefix,
    st.binary(min_size=8, max_size=8),
    st.just(RecordKind.CHUNK),
    st.integers(0, 2**16 - 1),
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**64 - 1),
    st.integers(0, RAW_MAX),
    st.integers(0, PAYLOAD_MAX),
    st.binary(min_size=32, max_size=32),
    st.integers(0, 255),
)


@given(PREFIXES)
def test_a_prefix_comes_back(prefix: Prefix) -> None:
    assert read_prefix(prefix.packed()) == prefix


@given(PREFIXES, st.sampled_from([kind for kind in RecordKind if kind is not RecordKind.CHUNK]))
def test_only_a_chunk_goes_on_from_another(prefix: Prefix, kind: RecordKind) -> None:
    other = prefix._replace(kind=kind)
    assert read_prefix(other.packed()) == (other if other.step == 0 else None)


@given(st.binary(max_size=80))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    read_prefix(data)
    found = read_prefix((MARK + data + bytes(PREFIX.size))[: PREFIX.size])
    assert found is None or (found.payload_bytes <= PAYLOAD_MAX and found.raw_bytes <= RAW_MAX)


@given(PREFIXES)
def test_impossible_prefixes_begin_no_record(prefix: Prefix) -> None:
    good = prefix.packed()
    assert read_prefix(b"x" + good[1:]) is None
    assert read_prefix(good[:12] + b"\x09" + good[13:]) is None
    assert read_prefix(prefix._replace(payload_bytes=PAYLOAD_MAX + 1).packed()) is None
    assert read_prefix(prefix._replace(raw_bytes=RAW_MAX + 1).packed()) is None


def test_a_record_ends_with_the_hash_of_itself() -> None:
    record = closed(b"prefix", b"payload")
    assert own_hash(record) == sha256(b"prefixpayload")


def test_sizes_are_part_of_the_format() -> None:
    assert (PREFIX.size, FOOTER.size) == (68, 8)
    prefix = Prefix(b"12345678", RecordKind.CHUNK, 0, 1, 2, 3, 5, bytes(32))
    assert Record(prefix, b"12345", bytes(32), 100).end == 100 + 68 + 5 + 32
