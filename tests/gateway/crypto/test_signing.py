import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.crypto import signing
from gateway.vocabulary.secret import Secret

SEED = signing.new_signing_key()
PUBLIC = signing.public_of(SEED)


def test_a_published_vector():
    # RFC 8032 §7.1, TEST 2
    seed = Secret(bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
    public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    assert signing.public_of(seed).hex() == public
    assert signing.sign(seed, b"\x72").hex() == (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )


@given(st.binary(max_size=100), st.binary(max_size=100))
def test_a_signature_is_of_one_message(message, other):
    signature = signing.sign(SEED, message)
    assert signing.verify(PUBLIC, message, signature)
    assert signing.verify(PUBLIC, other, signature) == (message == other)


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_garbage_is_simply_no_signature(public, signature):
    assert not signing.verify(public, b"message", signature)
    assert not signing.verify(PUBLIC, b"message", signature)


def test_another_key_is_simply_no_signature():
    assert not signing.verify(signing.public_of(signing.new_signing_key()), b"m", signing.sign(SEED, b"m"))


@given(st.text("abc.", max_size=5), st.binary(max_size=8), st.text("abc.", max_size=5), st.binary(max_size=8))
def test_no_tagged_message_passes_for_another(tag, body, other_tag, other_body):
    same = signing.tagged(tag, body) == signing.tagged(other_tag, other_body)
    assert same == ((tag, body) == (other_tag, other_body))


@pytest.mark.parametrize("tag", ["日", "a\0b"])
def test_a_tag_is_plain(tag):
    with pytest.raises(ValueError, match="tag"):
        signing.tagged(tag, b"")
