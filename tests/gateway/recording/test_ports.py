"""Tags and contexts that the keeper uses, too."""

from gateway.crypto import signing
from gateway.recording.ports import HEADER_TAG, SEAL_TAG, is_signed, key_context


def test_a_signature_of_one_kind_is_none_of_the_other() -> None:
    seed = signing.new_signing_key()
    signature = signing.sign(seed, signing.tagged(HEADER_TAG, b"{}"))
    assert is_signed(signing.public_of(seed), HEADER_TAG, b"{}", signature)
    assert not is_signed(signing.public_of(seed), SEAL_TAG, b"{}", signature)
    assert not is_signed(signing.public_of(seed), HEADER_TAG, b"{ }", signature)


def test_every_segment_of_every_recording_has_a_context_of_its_own() -> None:
    assert key_context("R-20261122-7F3K9QW2ZD", 0) == b"recording:R-20261122-7F3K9QW2ZD:0"
    assert key_context("R-1", 12) != key_context("R-1:1", 2)
