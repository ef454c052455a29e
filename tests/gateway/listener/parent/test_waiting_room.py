import socket

import pytest

from gateway.listener.parent.version_line import VERSION_BYTES_MAX
from gateway.listener.parent.waiting_room import WaitingBounds, WaitingRoom
from gateway.listener.parent.words import OUR_VERSION
from gateway.listener.progress import Stage

LINE = b"SSH-2.0-OpenSSH_9.2\r\n"
OFFER = b"\x00\x00\x05\xdc\x08\x14" + bytes(100)


class Clock:
    at = 0.0

    def monotonic(self):
        return self.at


class Scene:
    def __init__(self, waiting=5, per_address=3):
        self.clock, self.dropped, self.peers = Clock(), [], []
        bounds = WaitingBounds(waiting=waiting, waiting_per_address=per_address, waiting_seconds=10.0)
        self.room = WaitingRoom(bounds, self.clock, self._drop)

    def _drop(self, waiting, why):
        self.dropped.append((waiting.address, why))
        waiting.client.close()

    def comes(self, address="192.0.2.1:1", says=b""):
        ours, theirs = socket.socketpair()
        theirs.settimeout(5)
        self.peers.append(theirs)
        self.room.enter(ours, address)
        if says:
            theirs.sendall(says)
        self.room.look()
        return theirs

    @property
    def ready(self):
        return [waiting.address for waiting in self.room.ready()]

    def close(self):
        self.room.close()
        for peer in self.peers:
            peer.close()


@pytest.fixture
def scene():
    made = Scene()
    yield made
    made.close()


def test_everybody_hears_our_version_at_once(scene):
    assert scene.comes().recv(100) == OUR_VERSION


@pytest.mark.parametrize("cut", range(1, len(LINE)))
def test_a_line_cut_anywhere_is_whole_in_the_end_and_still_in_the_socket(scene, cut):
    peer = scene.comes(says=LINE[:cut])
    assert scene.ready == []
    peer.sendall(LINE[cut:] + OFFER)
    scene.room.look()
    [waiting] = scene.room.ready()
    with scene.room.leave(waiting) as client:
        assert client.recv(1000) == LINE + OFFER
    assert waiting.stage is Stage.OFFER
    assert len(scene.room) == 0


def test_one_byte_at_a_time(scene):
    peer = scene.comes()
    for octet in LINE:
        assert scene.ready == []
        peer.sendall(bytes([octet]))
        scene.room.look()
    assert scene.ready == ["192.0.2.1:1"]


def test_a_line_that_is_not_whole_wakes_the_parent_once(scene):
    """Level-triggered, it would be readable for ever and the parent would spin."""
    scene.comes(says=LINE[:5])
    assert scene.room._epoll.poll(0) == []


def test_who_has_shown_a_line_may_show_more(scene):
    peer = scene.comes(says=LINE)
    [waiting] = scene.room.ready()
    assert waiting.stage is Stage.LINE
    peer.sendall(OFFER)
    scene.room.look()
    assert waiting.stage is Stage.OFFER
    peer.sendall(OFFER)
    scene.room.look()
    assert scene.ready == ["192.0.2.1:1"]


def test_a_line_with_something_behind_it_that_is_no_packet_goes(scene):
    peer = scene.comes(says=LINE)
    peer.sendall(b"GET / HTTP/1.1\r\n")
    scene.room.look()
    assert scene.dropped == [("192.0.2.1:1", "not-ssh")]


@pytest.mark.parametrize("words", [b"GET / HTTP/1.1\r\n", b"\x00", b"SSH-1.5-x\n", b"x" * 100_000])
def test_what_is_no_ssh_goes_at_once(scene, words):
    scene.comes(says=words)
    assert scene.dropped == [("192.0.2.1:1", "not-ssh")]


def test_a_line_without_an_end_goes_when_it_is_too_long(scene):
    peer = scene.comes(says=b"SSH-2.0-".ljust(VERSION_BYTES_MAX - 1, b"x"))
    assert scene.dropped == []
    peer.sendall(b"xx")
    scene.room.look()
    assert scene.dropped == [("192.0.2.1:1", "not-ssh")]


@pytest.mark.parametrize("said", [b"", LINE[:4], LINE])
def test_who_goes_is_forgotten_without_a_word(scene, said):
    peer = scene.comes(says=said)
    peer.close()
    scene.room.look()
    assert (len(scene.room), scene.dropped, scene.ready) == (0, [], [])
    assert scene.room._per_address == {}


def test_who_went_before_he_was_greeted_is_no_fault(scene):
    ours, theirs = socket.socketpair()
    theirs.close()
    scene.room.enter(ours, "192.0.2.1:1")
    assert len(scene.room) == 0
    assert ours.fileno() == -1


def test_time_is_over_for_the_silent_and_for_those_nobody_could_serve(scene):
    scene.comes("192.0.2.1:1")
    scene.clock.at = 5.0
    scene.comes("192.0.2.2:1", LINE)
    scene.clock.at = 9.9
    scene.room.expire()
    assert scene.dropped == []
    scene.clock.at = 15.0
    scene.room.expire()
    assert scene.dropped == [("192.0.2.1:1", "no-version"), ("192.0.2.2:1", "too-many")]


def test_a_full_room_loses_its_oldest_and_not_the_newcomer(scene):
    for number in range(6):
        scene.comes(f"192.0.2.{number}:1")
    assert scene.dropped == [("192.0.2.0:1", "crowded-out")]
    assert len(scene.room) == 5


def test_one_address_crowds_out_only_itself(scene):
    scene.comes("192.0.2.9:1")
    for number in range(5):
        scene.comes(f"192.0.2.1:{number}")
    assert scene.dropped == [("192.0.2.1:0", "crowded-out"), ("192.0.2.1:1", "crowded-out")]


def test_for_want_of_descriptors_the_oldest_goes(scene):
    assert not scene.room.drop_oldest()
    scene.comes("192.0.2.1:1")
    scene.comes("192.0.2.2:1")
    assert scene.room.drop_oldest()
    assert scene.dropped == [("192.0.2.1:1", "crowded-out")]
