"""The typed clients fit the ports of the rooms that use them."""

import inspect
from typing import Any

import pytest

from gateway.audit.event import EventRefused
from gateway.authentication.ports import Diary, Directory
from gateway.registrar.client import SessionClient, wired
from gateway.sessions.events import SessionWarned
from gateway.sessions.ports import Registry
from tests.gateway.registrar.scene import Scene


@pytest.mark.parametrize("protocol", [Directory, Diary, Registry])
def test_a_session_client_has_every_method_of_a_port(protocol: type[Any]) -> None:
    for name, wanted in inspect.getmembers(protocol, inspect.isfunction):
        if not name.startswith("_"):
            found = getattr(SessionClient, name)
            assert list(inspect.signature(found).parameters) == list(inspect.signature(wanted).parameters), name


def test_an_event_that_does_not_fit_itself_is_not_sent() -> None:
    with pytest.raises(EventRefused):
        wired([SessionWarned(person="P-1", remaining_seconds="soon")])  # type: ignore[arg-type]


def test_closing_the_client_ends_the_connection(scene: Scene) -> None:
    session = scene.start().session("C-1")
    session.registrar.close()
    assert session.heard.closed.wait(10)
