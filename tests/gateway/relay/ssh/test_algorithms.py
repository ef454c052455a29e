import pytest
from paramiko import Transport

from gateway.relay.ssh import algorithms
from tests.gateway.relay.ssh.a_client import string

ED25519, RSA, ECDSA = (string(kind) for kind in (b"ssh-ed25519", b"ssh-rsa", b"ecdsa-sha2-nistp256"))


@pytest.mark.parametrize("weak", ["sha1", "3des", "cbc", "md5", "group1", "group14", "ssh-rsa", "ssh-dss", "none"])
def test_nothing_weak_is_offered(weak):
    offered = (
        *algorithms.KEY_EXCHANGES,
        *algorithms.CIPHERS,
        *algorithms.MACS,
        *algorithms.HOST_KEYS,
        *algorithms.USER_KEYS,
    )
    assert not [name for name in offered if weak in name]


def test_everything_offered_exists():
    assert set(algorithms.KEY_EXCHANGES) <= set(algorithms.KEX_INFO)
    assert {*algorithms.CIPHERS, *algorithms.DROPBEAR_CIPHERS} <= set(Transport._cipher_info)
    assert {*algorithms.MACS, *algorithms.DROPBEAR_MACS} <= set(Transport._mac_info)


@pytest.mark.parametrize(
    ("pinned", "asked"),
    [
        ([ED25519], ("ssh-ed25519",)),
        ([RSA], ("rsa-sha2-512", "rsa-sha2-256")),
        ([RSA, ED25519], ("ssh-ed25519", "rsa-sha2-512", "rsa-sha2-256")),
        ([ECDSA], ()),
        ([b"", b"\x00"], ()),
    ],
)
def test_a_target_is_asked_for_the_keys_we_know(pinned, asked):
    assert algorithms.host_keys_of(pinned) == asked
