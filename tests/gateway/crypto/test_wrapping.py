import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.crypto import wrapping
from gateway.crypto.aead import SealBroken
from gateway.vocabulary.secret import Secret

PAIR = wrapping.new_pair()


@given(st.binary(max_size=100), st.binary(max_size=30))
def test_only_the_reader_unwraps(secret, context):
    wrapped = wrapping.wrap(PAIR.public, Secret(secret), context)
    assert wrapping.unwrap(PAIR.private, wrapped, context) == Secret(secret)
    with pytest.raises(SealBroken):
        wrapping.unwrap(wrapping.new_pair().private, wrapped, context)


def test_another_context_opens_nothing():
    wrapped = wrapping.wrap(PAIR.public, Secret(b"key"), b"recording:R-1:0")
    with pytest.raises(SealBroken):
        wrapping.unwrap(PAIR.private, wrapped, b"recording:R-2:0")


@settings(max_examples=60)
@given(st.data())
def test_any_changed_byte_opens_nothing(data):
    wrapped = bytearray(wrapping.wrap(PAIR.public, Secret(b"key"), b"c"))
    wrapped[data.draw(st.integers(0, len(wrapped) - 1))] ^= data.draw(st.integers(1, 127))
    with pytest.raises(SealBroken):
        wrapping.unwrap(PAIR.private, bytes(wrapped), b"c")


@given(st.binary(max_size=120))
def test_garbage_opens_nothing(garbage):
    with pytest.raises(SealBroken):
        wrapping.unwrap(PAIR.private, garbage, b"c")


def test_a_sender_of_small_order_opens_nothing():
    with pytest.raises(SealBroken):
        wrapping.unwrap(PAIR.private, b"\x01" + bytes(32) + bytes(60), b"c")


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(32)])
def test_an_unusable_reader_is_refused(public):
    with pytest.raises(ValueError):
        wrapping.wrap(public, Secret(b"key"), b"c")


def test_the_same_secret_never_wraps_to_the_same_bytes():
    assert wrapping.wrap(PAIR.public, Secret(b"key"), b"c") != wrapping.wrap(PAIR.public, Secret(b"key"), b"c")


def test_public_of_the_private_half():
    assert wrapping.public_of(PAIR.private) == PAIR.public


def test_the_pair_hides_its_private_half():
    assert PAIR.private.reveal().hex() not in repr(PAIR)
    assert "hidden" in repr(PAIR)
