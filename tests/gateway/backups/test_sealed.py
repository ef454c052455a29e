import io
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.backups.sealed import CHUNK_BYTES, PartDamaged, measure, opened, seal, sealed_size
from gateway.crypto import wrapping

PAIR = wrapping.new_pair()


def sealed(*pieces, label="a/part"):
    out = io.BytesIO()
    found = seal(pieces, out, public=PAIR.public, label=label)
    return out.getvalue(), found


def opens(data, found, label="a/part", private=PAIR.private):
    return b"".join(opened(io.BytesIO(data), private=private, label=label, expected=found))


@pytest.mark.parametrize(
    "size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 7]
)
def test_what_was_sealed_comes_back(size):
    plain = os.urandom(size)
    data, found = sealed(plain)
    assert opens(data, found) == plain
    assert found == measure(io.BytesIO(data))
    assert found.size == len(data) == sealed_size(size)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.binary(max_size=4000), max_size=20))
def test_however_it_arrives(pieces):
    data, found = sealed(*pieces)
    assert opens(data, found) == b"".join(pieces)


def test_no_byte_of_it_may_change_even_where_the_measure_is_the_attackers():
    """The measure stands in the signed manifest; the seal holds without it."""
    data, _ = sealed(b"rows of a database")
    for place in range(len(data)):
        wrong = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises(PartDamaged):
            opens(wrong, measure(io.BytesIO(wrong)))


def test_chunks_may_not_be_cut_moved_doubled_or_added():
    plain = os.urandom(3 * CHUNK_BYTES + 5)
    data, _ = sealed(plain)
    head = len(data) - (sealed_size(len(plain)) - sealed_size(0)) - 16
    chunk = CHUNK_BYTES + 16
    parts = [data[head + at : head + at + chunk] for at in range(0, len(data) - head, chunk)]
    assert len(parts) == 4
    for wrong in (
        parts[:3],
        parts[:1],
        [],
        parts[1:],
        [parts[1], parts[0], *parts[2:]],
        [parts[0], *parts],
        [*parts, parts[3]],
    ):
        spoilt = data[:head] + b"".join(wrong)
        with pytest.raises(PartDamaged):
            opens(spoilt, measure(io.BytesIO(spoilt)))


def test_it_opens_in_its_own_place_and_for_its_own_key_only():
    data, found = sealed(b"x")
    with pytest.raises(PartDamaged):
        opens(data, found, label="another/part")
    with pytest.raises(PartDamaged):
        opens(data, found, private=wrapping.new_pair().private)


def test_another_part_of_the_same_name_is_not_the_one_that_was_measured():
    (data, _), (_, found) = sealed(b"x"), sealed(b"x")
    with pytest.raises(PartDamaged, match="not the part"):
        opens(data, found)
