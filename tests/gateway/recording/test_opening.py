"""The beginning of a file, read from any bytes."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.crypto.digest import sha256
from gateway.recording import header as head
from gateway.recording import opening
from gateway.recording.frame import MAGIC
from gateway.recording.header import Segment, SignedHeader
from gateway.recording.opening import OpeningDamaged
from gateway.recording.walk import Stop
from tests.gateway.recording.scene import header

KEYS = (b"k" * 93, b"l" * 93)


def made(keys: tuple[bytes, ...] = KEYS) -> bytes:
    segments = tuple(Segment(clients=("C",), key_digest=sha256(key), key_bytes=len(key)) for key in keys)
    signed = SignedHeader(header=header(), file=b"12345678", personal=bytes(32), segments=segments)
    return opening.write(opening.record(signed.file, head.write(signed), bytes(64)), keys)


def read(data: bytes) -> opening.Opening:
    return opening.read(io.BytesIO(data), len(data))


def test_segments_have_keys_of_their_own() -> None:
    found = read(made())
    assert found.wrapped == KEYS
    assert found.start == len(made())
    assert (found.destroyed(), found.exchanged()) == ((), ())


def test_R40_one_key_destroyed_leaves_the_other() -> None:
    found = read(made()[:-93] + bytes(93))
    assert (found.destroyed(), found.exchanged()) == ((1,), ())


def test_R41_an_exchanged_key_is_noticed() -> None:
    found = read(made()[:-1] + b"x")
    assert (found.destroyed(), found.exchanged()) == ((), (1,))


def test_every_cut_is_short() -> None:
    whole = made()
    for size in range(len(whole)):
        with pytest.raises(OpeningDamaged) as damaged:
            read(whole[:size])
        assert damaged.value.stop is Stop.SHORT


def test_what_is_no_recording_is_foreign() -> None:
    with pytest.raises(OpeningDamaged) as damaged:
        read(b"PK\x03\x04" + bytes(100))
    assert damaged.value.stop is Stop.FOREIGN


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    for begun in (data, MAGIC + data, made()[:100] + data):
        with pytest.raises(OpeningDamaged):
            read(begun)


def test_a_key_slot_of_no_size_is_refused() -> None:
    with pytest.raises(OpeningDamaged):
        read(made((b"",)))
