"""The small stand-ins of these tests have the shape of the ports; so has what the wiring fills them with."""

import inspect

import pytest

from gateway.registrar.client import SessionClient
from gateway.sessions.ports import RecordingRoom, Registry
from gateway.wiring.backstage import Recordings
from tests.gateway.sessions.an_office import ARecordingRoom, ARegistry


@pytest.mark.parametrize(
    ("port", "filled"),
    [(Registry, ARegistry), (Registry, SessionClient), (RecordingRoom, ARecordingRoom), (RecordingRoom, Recordings)],
)
def test_ports_are_filled_by_shape(port, filled):
    for name, method in inspect.getmembers(port, inspect.isfunction):
        if not name.startswith("_"):
            asked = list(inspect.signature(method).parameters)
            assert list(inspect.signature(getattr(filled, name)).parameters) == asked, name
