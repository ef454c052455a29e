"""Who is taken for this very machine, and that nothing is asked of the keeper before the server has agreed to TLS."""

import socket

import pytest

from gateway.relay.postgres.target import words
from gateway.relay.postgres.target.deadline import Deadline
from gateway.relay.postgres.target.dialling import dialled, is_own_machine
from gateway.vocabulary.outcome import TargetError
from tests.gateway.relay.postgres.target.a_database import made
from tests.gateway.relay.postgres.target.a_liar import a_liar


class Peer:
    def __init__(self, address: str) -> None:
        self._address = address

    def getpeername(self):
        return (self._address, 5432)


@pytest.mark.parametrize(
    ("address", "is_own"),
    [
        ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("::ffff:127.0.0.1", True), ("10.0.0.1", False),
        ("0.0.0.0", False), ("::", False), ("::ffff:10.0.0.1", False), ("169.254.0.1", False), ("192.0.2.1", False),
    ],
)  # fmt: skip
def test_this_machine_is_a_loopback_address_and_nothing_else(address, is_own):
    assert is_own_machine(Peer(address)) is is_own


def test_nothing_is_issued_for_a_server_that_does_not_agree_to_tls():
    def never():
        raise AssertionError("asked too early")

    with a_liar(lambda server: (server.packet(), server.say(b"N"))) as target:
        pinned = type(target)(
            **{**{name: getattr(target, name) for name in target.__slots__}, "host_keys": (made()[0],)}
        )
        with pytest.raises(TargetError) as refused:
            dialled(pinned, never, Deadline(5))
    assert refused.value.text is words.NO_TLS


def test_a_name_that_leads_here_is_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()) as sock:
        assert is_own_machine(sock)
