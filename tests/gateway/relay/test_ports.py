import inspect

import pytest

from gateway.keeper import clients
from gateway.recording.recorder import Recorder as RealRecorder
from gateway.relay.ports import Recorder, TargetLogin
from tests.gateway.relay.ssh.a_target import AKeeper
from tests.gateway.sessions.an_office import ARecorder


@pytest.mark.parametrize(
    ("port", "filled"),
    [(Recorder, RealRecorder), (Recorder, ARecorder), (TargetLogin, clients.TargetLogin), (TargetLogin, AKeeper)],
)
def test_ports_are_filled_by_shape(port, filled):
    for name, method in inspect.getmembers(port, inspect.isfunction):
        if not name.startswith("_"):
            asked = len(inspect.signature(method).parameters)
            needed = [
                one for one in inspect.signature(getattr(filled, name)).parameters.values() if one.default is one.empty
            ]
            assert len(needed) == asked, name
