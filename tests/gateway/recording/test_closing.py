"""The end of a file, found from its end."""

import io

from hypothesis import given
from hypothesis import strategies as st

from gateway.recording import closing, seal
from gateway.recording.frame import PREFIX, Prefix, Record, RecordKind
from tests.gateway.recording.test_seal import SEAL

BODY = seal.write(SEAL)
RECORD = closing.record(BODY, b"s" * 64, file=SEAL.file, number=5, until_us=7, prev=bytes(32))
WHOLE = b"before" + RECORD + closing.footer(RECORD)


def test_it_is_found_behind_anything() -> None:
    found = closing.find(io.BytesIO(WHOLE), len(WHOLE))
    assert found is not None
    assert (found.seal, found.body, found.signature) == (SEAL, BODY, b"s" * 64)
    assert found.record.offset == 6
    sealed = found.sealed(len(WHOLE))
    assert (sealed.stored_bytes, sealed.final_hash, sealed.state) == (len(WHOLE), RECORD[-32:], SEAL.state)


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_changed_one_is_not_found_or_not_the_same(position: int, change: int) -> None:
    bad = bytearray(WHOLE)
    bad[position] ^= change
    assert (closing.find(io.BytesIO(bad), len(bad)) is not None) == (position < 6)


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    assert closing.find(io.BytesIO(data), len(data)) is None
    assert closing.find(io.BytesIO(WHOLE + data), len(WHOLE + data)) is None or not data


def test_a_reason_is_bounded_and_only_read_from_an_end_note() -> None:
    note = closing.end_note("x" * 500, file=SEAL.file, number=3, until_us=1, prev=bytes(32))
    prefix = Prefix(SEAL.file, RecordKind.END, 0, 3, 1, 0, len(note) - PREFIX.size - 32, bytes(32))
    payload = note[PREFIX.size : -32]
    assert closing.reason_of(Record(prefix, payload, bytes(32), 0)) == "x" * 200
    assert closing.reason_of(Record(prefix, b"junk", bytes(32), 0)) is None
    assert closing.reason_of(Record(prefix._replace(kind=RecordKind.CHUNK), payload, bytes(32), 0)) is None
