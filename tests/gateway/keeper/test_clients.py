"""The faces fill the ports of other rooms by shape; mypy reads the assignments, the tests run them."""

import pytest

from gateway.audit.ports import CheckpointSigner
from gateway.authentication import ports as authentication
from gateway.ipc.client import Asks
from gateway.keeper import clients
from gateway.recording import ports as recording
from gateway.relay import ports as relay
from gateway.storage.fields import FieldCipher
from gateway.vocabulary.outcome import GatewayFault


def filled(keeper: Asks) -> tuple[object, ...]:
    factors: authentication.Factors = clients.Factors(keeper)
    signer: recording.Signer = clients.SessionSigner(keeper)
    recovery: recording.Signer = clients.RecoverySigner(keeper)
    opener: recording.KeyOpener = clients.RecordingKeys(keeper, "replay")
    login: relay.TargetLogin = clients.TargetLogin(keeper, session="S", order="W", target="t", account="a")
    cipher: FieldCipher = clients.Fields(keeper)
    checkpoints: CheckpointSigner = clients.Checkpoints(keeper)
    return factors, signer, recovery, opener, login, cipher, checkpoints


def test_each_face_has_the_methods_of_its_port(world):
    assert len(filled(world.session())) == 7


def test_a_refusal_is_a_fault_where_the_port_knows_only_faults(world):
    signer = clients.SessionSigner(world.session())
    with pytest.raises(GatewayFault, match="refused") as fault:
        signer.sign("header", b"{}")
    assert fault.value.text is not None


def test_a_keeper_that_is_gone_is_a_fault(world):
    caller = world.session()
    caller.close()
    with pytest.raises(GatewayFault):
        clients.HostKey(caller).blobs()
