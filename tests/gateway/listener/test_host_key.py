from datetime import UTC, datetime, timedelta

import pytest
from paramiko import Ed25519Key, Message

from gateway.crypto import certificates, openssh, signing
from gateway.listener.host_key import CERTIFICATE_KIND, KeptHostKey, ShownHostKeys
from gateway.listener.host_proofs import HostProofs, prove_body
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


class AKeeper:
    """Several host keys, one of them in use."""

    def __init__(self, count: int = 1) -> None:
        self.seeds = [signing.new_signing_key() for _ in range(count)]
        self.ca = signing.new_signing_key()
        self.signed: list[bytes] = []

    def host_keys(self):
        return [openssh.ed25519_blob(signing.public_of(seed)) for seed in self.seeds]

    def sign(self, data, algorithm, key):
        assert algorithm == "ssh-ed25519"
        self.signed.append(data)
        return openssh.ed25519_signature(self.seeds[self.host_keys().index(key)], data)

    def host_certificate(self, name, key):
        now = datetime.now(UTC)
        return certificates.sign_host(self.ca, key, (name,), now, now + timedelta(hours=1))


class ATransport:
    session_id = b"\1" * 32

    def __init__(self) -> None:
        self.keys, self.told = {}, []

    def add_server_key(self, key):
        self.keys[key.get_name()] = key

    def global_request(self, kind, data, wait):
        assert wait is False
        self.told.append((kind, data))


def test_the_key_in_use_is_shown_and_is_the_one_that_signs():
    keeper, transport = AKeeper(2), ATransport()
    ShownHostKeys(keeper).equip(transport)
    first = keeper.host_keys()[0]
    assert set(transport.keys) == {"ssh-ed25519"}
    assert transport.keys["ssh-ed25519"].asbytes() == first
    keeper.seeds.reverse()  # switched
    signature = transport.keys["ssh-ed25519"].sign_ssh_data(b"hash", "ssh-ed25519")
    assert Ed25519Key(data=first).verify_ssh_sig(b"hash", Message(signature.asbytes()))


def test_in_a_jump_the_certificate_is_shown_too_and_the_plain_key_signs():
    keeper, transport = AKeeper(), ATransport()
    ShownHostKeys(keeper, "build-host").equip(transport)
    assert set(transport.keys) == {"ssh-ed25519", CERTIFICATE_KIND}
    signature = transport.keys[CERTIFICATE_KIND].sign_ssh_data(b"hash", CERTIFICATE_KIND)
    assert Ed25519Key(data=keeper.host_keys()[0]).verify_ssh_sig(b"hash", Message(signature.asbytes()))


def test_every_key_is_announced_with_its_proof_at_hand():
    keeper, transport, proofs = AKeeper(3), ATransport(), HostProofs()
    ShownHostKeys(keeper).announce(transport, proofs)
    assert transport.told == [("hostkeys-00@openssh.com", tuple(keeper.host_keys()))]
    ask = Message()
    for blob in keeper.host_keys():
        ask.add_string(blob)
    answered = proofs.answer(Message(ask.asbytes()))
    for blob, signature in zip(keeper.host_keys(), answered, strict=True):
        body = prove_body(transport.session_id, blob)
        assert Ed25519Key(data=blob).verify_ssh_sig(body, Message(signature))


def test_a_keeper_that_is_away_announces_nothing_and_ends_nothing():
    keeper, transport = AKeeper(), ATransport()

    def away(*_):
        raise GatewayFault("away")

    keeper.sign = away
    ShownHostKeys(keeper).announce(transport, HostProofs())
    assert transport.told == []
