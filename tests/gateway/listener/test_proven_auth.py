"""The pure parts; the messages themselves are attacked in tests/hostile/test_door_login.py."""

import pytest

from gateway.listener.proven_auth import _blob_fits, _is_text
from tests.gateway.relay.ssh.a_client import string


@pytest.mark.parametrize(
    ("algorithm", "blob", "fits"),
    [
        (b"ssh-ed25519", string(b"ssh-ed25519") + b"...", True),
        (b"rsa-sha2-512", string(b"ssh-rsa") + b"...", True),
        (b"rsa-sha2-256", string(b"ssh-rsa"), True),
        (b"rsa-sha2-512", string(b"ssh-ed25519"), False),
        (b"ssh-ed25519", string(b"ssh-rsa"), False),
        (b"ssh-ed25519", b"", False),
        (b"ssh-ed25519", b"ssh-ed25519", False),
    ],
)
def test_R11_a_signature_by_one_type_is_never_checked_as_anothers(algorithm, blob, fits):
    assert _blob_fits(algorithm, blob) is fits


def test_text_is_utf_8():
    assert _is_text("佐藤".encode())
    assert not _is_text(b"\xff")
