import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.crypto import aead
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret

NONCE = bytes(12)


@given(st.binary(max_size=200), st.binary(max_size=50))
def test_what_was_sealed_opens(plaintext, aad):
    key = aead.new_key()
    sealed = aead.seal(key, plaintext, aad)
    assert len(sealed) == len(plaintext) + aead.NONCE_BYTES + aead.TAG_BYTES
    assert aead.open_sealed(key, sealed, aad) == plaintext


@given(st.data())
def test_any_changed_bit_breaks_the_seal(data):
    key = aead.new_key()
    sealed = bytearray(aead.seal(key, b"secret", b"place"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(aead.SealBroken):
        aead.open_sealed(key, bytes(sealed), b"place")


@pytest.mark.parametrize("length", [0, 11, 12, 27])
def test_too_short_is_broken_not_a_crash(length):
    with pytest.raises(aead.SealBroken):
        aead.open_sealed(aead.new_key(), bytes(length), b"")


def test_another_place_or_key_breaks_the_seal():
    key = aead.new_key()
    sealed = aead.seal(key, b"secret", b"place")
    for other_key, place in ((key, b"elsewhere"), (aead.new_key(), b"place")):
        with pytest.raises(aead.SealBroken) as broken:
            aead.open_sealed(other_key, sealed, place)
        assert isinstance(broken.value, GatewayFault)


def test_counted_nonces():
    key = aead.new_key()
    sealed = aead.seal_with_nonce(key, NONCE, b"secret", b"place")
    assert aead.open_with_nonce(key, NONCE, sealed, b"place") == b"secret"
    with pytest.raises(aead.SealBroken):
        aead.open_with_nonce(key, b"\x01" + NONCE[1:], sealed, b"place")
    with pytest.raises(ValueError, match="nonce"):
        aead.seal_with_nonce(key, b"short", b"secret", b"place")


def test_a_published_vector():
    # NIST CAVP gcmEncryptExtIV256.rsp, [Keylen = 256] [IVlen = 96] [PTlen = 128] [AADlen = 0], Count = 0
    key = Secret(bytes.fromhex("31bdadd96698c204aa9ce1448ea94ae1fb4a9a0b3c9d773b51bb1822666b8f22"))
    nonce, plain = bytes.fromhex("0d18e06c7c725ac9e362e1ce"), bytes.fromhex("2db5168e932556f8089a0622981d017d")
    assert aead.seal_with_nonce(key, nonce, plain, b"").hex() == (
        "fa4362189661d163fcd6a56d8bf0405a" + "d636ac1bbedd5cc3ee727dc2ab4a9489"
    )


def test_a_key_of_another_length_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        aead.Aead(Secret(bytes(16)))


def test_nothing_shows_the_key():
    key = aead.new_key()
    cipher = aead.Aead(key)
    assert repr(cipher) == "Aead(hidden)"
    try:
        cipher.open(bytes(40), b"")
    except aead.SealBroken as broken:
        assert key.reveal().hex() not in str(broken)
        assert broken.__cause__ is None
