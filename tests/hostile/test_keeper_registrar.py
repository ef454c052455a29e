"""A registrar that has been taken over wants recordings to end as it likes."""

import pytest

from gateway.ipc.messages import CallRefused
from gateway.keeper import clients
from gateway.keeper.requests import RecordingSeal
from gateway.recording import header
from gateway.recording.seal import SealState
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.keeper.conftest import fresh_keys, keys, world
from tests.gateway.keeper.world import eventually

__all__ = ["fresh_keys", "keys", "world"]


def test_R38_an_orderly_end_is_told_by_the_session_alone(world):
    """A shortened recording, sealed as if its own session had ended it there."""
    caller = world.door("registrar")
    with pytest.raises(CallRefused) as refused:
        caller.call("recording.seal_interrupted", RecordingSeal(body=world.seal_of(world.header())), bytes)
    assert refused.value.code == "ipc.refused"
    with eventually() as wait:
        wait(lambda: caller.closed)


@pytest.mark.parametrize("state", [SealState.INTERRUPTED, SealState.LATE])
def test_R38_a_running_recording_is_not_sealed_under_its_session(world, state):
    headed = world.headed(world.bound())
    with pytest.raises(GatewayFault, match=r"recording\.running"):
        clients.RecoverySigner(world.door("registrar")).sign("seal", world.seal_of(headed, state=state))


def test_R38_a_header_passed_off_as_a_seal(world):
    caller = world.door("registrar")
    with pytest.raises(CallRefused) as refused:
        caller.call("recording.seal_interrupted", RecordingSeal(body=header.write(world.header())), bytes)
    assert refused.value.code == "ipc.refused"
