"""What the usher decides by itself; how it serves, evicts and refuses stands in test_acceptor.py, with real processes."""

import selectors
import socket
from collections import Counter
from contextlib import suppress
from dataclasses import replace

import pytest

from gateway.listener.parent.admission_control import Admission, Counts
from gateway.listener.parent.doorway import POSTGRESQL, SSH
from gateway.listener.parent.lines import ControlLines
from gateway.listener.parent.usher import Usher
from gateway.listener.parent.waiting_room import WaitingBounds
from gateway.listener.parent.words import NO_TLS, NOT_POSTGRESQL, OUR_VERSION, UNAVAILABLE
from gateway.vocabulary.clock import SystemClock
from tests.gateway.proxies.headers import local


class Scene:
    def __init__(self, folder):
        self.selector = selectors.DefaultSelector()
        lines = ControlLines({"keeper": folder / "nobody.sock"}, self.selector, lambda _: None)
        self.usher = Usher(
            lines,
            self.selector,
            lambda handed: None,
            admission=Admission(Counts(unauthenticated=3, unauthenticated_per_address=2, connections=5)),
            waiting=WaitingBounds(waiting=4, waiting_per_address=4, waiting_seconds=5.0),
            clock=SystemClock(),
        )

    def comes(self, says, doorway=SSH):
        ours, theirs = socket.socketpair()
        theirs.settimeout(5)
        self.usher.enter(ours, "192.0.2.1:1", doorway)
        theirs.sendall(says)
        for key, _ in self.selector.select(0.1):
            key.data()
        self.usher.look()
        return theirs


@pytest.fixture
def scene(tmp_path):
    made = Scene(tmp_path)
    yield made
    made.usher.shut()
    made.selector.close()


def test_without_keeper_and_registrar_there_is_no_process_and_words_instead(scene):
    with scene.comes(b"SSH-2.0-x\r\n") as client:
        said = b"".join(iter(lambda: client.recv(4096), b""))
    assert said.startswith(OUR_VERSION)
    assert UNAVAILABLE.ja.encode() in said
    assert scene.usher.served == 0
    assert [(event.address, event.why, event.count) for event in scene.usher.due()] == [("192.0.2.1", "unavailable", 1)]
    assert len(scene.usher._progress) == 0


def test_who_shows_more_goes_first_and_among_equals_it_is_by_lot(scene):
    offer = b"SSH-2.0-x\r\n\x00\x00\x05\xdc\x08\x14"
    scene.usher._seat = lambda: None
    clients = [scene.comes(says) for says in (b"SSH-2.0-x\r\n", offer, offer, offer)]
    line, *offers = scene.usher._room.ready()
    firsts = Counter()
    for _ in range(400):
        order = list(scene.usher._in_turn())
        assert order[-1] is line
        assert {id(one) for one in order} == {id(one) for one in (line, *offers)}
        firsts[offers.index(order[0])] += 1
    assert set(firsts) == {0, 1, 2}, "nobody is passed over for ever"
    for client in clients:
        client.close()


def test_nobody_is_waited_for_who_has_not_said_his_version(scene):
    with scene.comes(b"SSH-2"):
        assert not scene.usher.is_waited_for
        assert scene.usher.make_room()
        assert not scene.usher.make_room()


def heard(client):
    return b"".join(iter(lambda: client.recv(4096), b""))


@pytest.mark.parametrize(
    ("says", "words", "why"),
    [
        (b"\0\0\0\x08\x04\xd2\x16\x2f", UNAVAILABLE.ja.encode(), "unavailable"),
        (b"\0\0\0\x20\0\x03\0\0user\0sato\0\0", NO_TLS.en.encode(), "no-tls"),
        (b"SSH-2.0-x\r\n", NOT_POSTGRESQL, "not-postgresql"),
    ],
)
def test_a_database_client_is_refused_in_its_own_words(scene, says, words, why):
    with scene.comes(says, POSTGRESQL) as client:
        said = heard(client)
    assert words in said
    assert said.startswith((b"E", NOT_POSTGRESQL))
    assert [(event.address, event.why, event.count) for event in scene.usher.due()] == [("192.0.2.1", why, 1)]


def test_a_proxys_own_look_is_greeted_and_is_nobodys_refusal(scene):
    with scene.comes(local(), replace(SSH, announces=lambda _: True)) as proxy:
        assert b"".join(iter(lambda: proxy.recv(4096), b"")) == OUR_VERSION
    assert list(scene.usher.due()) == []


def test_a_proxy_without_a_header_is_refused_in_its_own_name(scene):
    with scene.comes(b"SSH-2.0-x\r\n", replace(SSH, announces=lambda _: True)) as proxy, suppress(ConnectionResetError):
        assert proxy.recv(100) == b""
    assert [(event.address, event.why) for event in scene.usher.due()] == [("192.0.2.1", "proxy-header")]
