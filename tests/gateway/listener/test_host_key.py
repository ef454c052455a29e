import pytest
from paramiko import Ed25519Key, Message

from gateway.crypto import openssh, signing
from gateway.listener.host_key import KeptHostKey
from gateway.vocabulary.outcome import GatewayFault


def test_R11_the_private_half_stays_with_the_keeper():
    seed, asked = signing.new_signing_key(), []
    blob = openssh.ed25519_blob(signing.public_of(seed))

    def sign(data, algorithm):
        asked.append(algorithm)
        return openssh.ed25519_signature(seed, data)

    key = KeptHostKey(blob, sign)
    assert (key.get_name(), key.asbytes(), key.can_sign()) == ("ssh-ed25519", blob, True)
    signature = key.sign_ssh_data(b"hash", "ssh-ed25519")
    assert Ed25519Key(data=blob).verify_ssh_sig(b"hash", Message(signature.asbytes()))
    assert asked == ["ssh-ed25519"]


def test_without_the_keeper_there_is_no_door():
    def away(data, algorithm):
        raise GatewayFault("the keeper is away")

    key = KeptHostKey(openssh.new_pair().public, away)
    with pytest.raises(GatewayFault):
        key.sign_ssh_data(b"hash")
