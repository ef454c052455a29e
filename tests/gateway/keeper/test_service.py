"""The keeper as a whole: parts share one custody, and what a connection did ends with it."""

import pytest

from gateway.ipc.messages import CallRefused
from gateway.keeper import clients
from gateway.recording import header
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.keeper.world import eventually


def test_a_session_id_is_free_again_once_its_connection_is_gone(world):
    first, second = world.bound("sato", "C-1"), world.bound("sato", "C-2")
    made = world.headed(first)
    first.close()

    def headed_again() -> bool:
        try:
            return bool(clients.SessionSigner(second).sign("header", header.write(made)))
        except GatewayFault:
            return False

    with eventually() as wait:
        wait(lambda: made.header.session not in world.keeper.recordings._taken)
    assert headed_again()


def test_a_connection_that_never_asked_ends_quietly(world):
    world.session().close()
    assert clients.HostKey(world.session()).blobs()


def test_a_database_that_fails_refuses_and_ends_the_connection(world):
    def broken(username: str) -> None:
        raise RuntimeError("database is gone")

    world.people.of = broken
    caller = world.session()
    with pytest.raises(CallRefused) as refused:
        clients.Factors(caller).code("sato", "TM-1", "123456")
    assert refused.value.code == "ipc.fault"
    assert "database" not in refused.value.text.both()
    with eventually() as wait:
        wait(lambda: caller.closed)
