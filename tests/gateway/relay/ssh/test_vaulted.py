from paramiko import Ed25519Key, Message

from gateway.relay.ssh.vaulted import VaultedKey
from tests.gateway.relay.ssh.a_target import AKeeper


def test_R11_the_public_half_is_here_and_the_private_half_is_asked():
    keeper = AKeeper()
    key = VaultedKey(keeper)
    assert (key.get_name(), key.asbytes(), key.can_sign()) == ("ssh-ed25519", keeper.vaulted_key(), True)
    signature = key.sign_ssh_data(b"data", "ssh-ed25519")
    assert Ed25519Key(data=keeper.vaulted_key()).verify_ssh_sig(b"data", Message(signature.asbytes()))
    assert keeper.asked.count("sign") == 1
