from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paramiko import Message

from gateway.crypto.openssh import string
from gateway.listener.key_offered import offered
from gateway.relay.ssh import algorithms
from tests.gateway.crypto.a_security_key import ASecurityKey
from tests.gateway.crypto.an_authority import PlainKey, Wish, certified

DATA = b"session id and request"
ED25519, RSA, ECDSA = PlainKey(), PlainKey("ssh-rsa"), PlainKey("ecdsa-sha2-nistp256")
DEVICE = ASecurityKey()
SUFFIX = "-cert-v01@openssh.com"
CERTIFIED = {key.kind: certified(PlainKey(), Wish(key)) for key in (ED25519, RSA, ECDSA)}


@pytest.mark.parametrize("key", [ED25519, RSA, ECDSA], ids=lambda key: key.kind)
def test_a_plain_key_and_its_certificate_are_verified_by_the_key(key):
    for blob, algorithm in ((key.blob, key.algorithm), (CERTIFIED[key.kind], key.algorithm + SUFFIX)):
        found = offered(algorithm, blob)
        assert found is not None
        assert (found.asbytes(), found.get_name()) == (blob, algorithm)
        assert found.verify_ssh_sig(DATA, Message(key.sign(DATA)))
        assert found.presence is None
        assert not found.verify_ssh_sig(DATA + b".", Message(key.sign(DATA)))


def test_a_security_key_says_who_was_there():
    found = offered(DEVICE.name, DEVICE.blob)
    assert found is not None
    assert found.verify_ssh_sig(DATA, Message(DEVICE.sign(DATA, flags=5, counter=3)))
    assert found.presence is not None
    assert (found.presence.verified, found.presence.counter) == (True, 3)
    assert not found.verify_ssh_sig(DATA, Message(DEVICE.sign(DATA, flags=3)))
    assert found.presence is None, "what an earlier signature said is not said by a bad one"


@pytest.mark.parametrize(
    ("algorithm", "blob"),
    [
        ("rsa-sha2-512", ED25519.blob),
        ("ssh-ed25519", RSA.blob),
        ("ssh-rsa", RSA.blob),
        ("ssh-rsa-cert-v01@openssh.com", CERTIFIED["ssh-rsa"]),
        ("ssh-ed25519", CERTIFIED["ssh-ed25519"]),
        ("ssh-ed25519" + SUFFIX, ED25519.blob),
        ("ssh-ed25519" + SUFFIX, CERTIFIED["ssh-rsa"]),
        ("ssh-ed25519", DEVICE.blob),
        (DEVICE.name, ED25519.blob),
        ("sk-ecdsa-sha2-nistp256@openssh.com", DEVICE.blob),
        ("sk-ssh-ed25519-cert-v01@openssh.com", string(b"sk-ssh-ed25519-cert-v01@openssh.com") + DEVICE.blob),
        ("webauthn-sk-ecdsa-sha2-nistp256@openssh.com", ASecurityKey("ecdsa").blob),
        ("ssh-ed25519", b""),
        ("ssh-ed25519", string(b"ssh-ed25519") + string(b"k" * 31)),
        ("ssh-ed25519" + SUFFIX, CERTIFIED["ssh-ed25519"][:-1]),
        ("", b""),
    ],
    ids=count(),
)
def test_R11_a_signature_by_one_type_is_never_checked_as_anothers(algorithm, blob):
    assert offered(algorithm, blob) is None


@given(
    st.sampled_from((*algorithms.USER_KEYS, *algorithms.CERTIFICATES)), st.binary(max_size=300), st.binary(max_size=200)
)
@settings(max_examples=200)
def test_any_bytes_never_raise_and_never_verify(algorithm, blob, signature):
    for head in (b"", string(algorithm.encode())):
        found = offered(algorithm, head + blob)
        assert found is None or not found.verify_ssh_sig(DATA, Message(signature))
    for good, key in ((ED25519.blob, "ssh-ed25519"), (DEVICE.blob, DEVICE.name)):
        found = offered(key, good)
        assert found is not None
        assert not found.verify_ssh_sig(DATA, Message(signature))
