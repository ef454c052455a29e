import socket
from contextlib import suppress
from dataclasses import replace

import pytest

from gateway.listener.parent.doorway import POSTGRESQL, SSH
from gateway.listener.parent.version_line import VERSION_BYTES_MAX
from gateway.listener.parent.waiting_room import WaitingBounds, WaitingRoom
from gateway.listener.parent.words import OUR_VERSION
from gateway.listener.progress import Stage
from tests.gateway.proxies.headers import binary, extension, line, local

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


# --- the database door -----------------------------------------------------------------------------------------------

SSL_REQUEST = b"\0\0\0\x08\x04\xd2\x16\x2f"
HELLO = bytes.fromhex("1603010200010001fc0303")


def knocks(scene, says=b"", address="192.0.2.1:1"):
    ours, theirs = socket.socketpair()
    theirs.settimeout(5)
    scene.peers.append(theirs)
    scene.room.enter(ours, address, POSTGRESQL)
    if says:
        theirs.sendall(says)
    scene.room.look()
    return theirs


def test_a_database_client_hears_nothing_before_it_spoke(scene):
    peer = knocks(scene)
    peer.settimeout(0.05)
    with pytest.raises(TimeoutError):
        peer.recv(1)


@pytest.mark.parametrize("first", [SSL_REQUEST, HELLO])
def test_eight_bytes_of_a_database_client_are_all_it_says_and_stay_in_the_socket(scene, first):
    peer = knocks(scene, first[:7])
    assert scene.ready == []
    peer.sendall(first[7:])
    scene.room.look()
    [waiting] = scene.room.ready()
    assert waiting.stage is Stage.OFFER
    with scene.room.leave(waiting) as client:
        assert client.recv(100) == first


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b"\0\0\0\x20\0\x03\0\0user\0", "no-tls"),
        (LINE, "not-postgresql"),
        (b"GET / HTTP/1.1\r\n", "not-postgresql"),
        (b"\0\0\0\x09\x04\xd2\x16\x2f\0", "not-postgresql"),
    ],
)
def test_who_is_no_client_of_the_database_door_goes_at_once(scene, said, why):
    knocks(scene, said)
    assert scene.dropped == [("192.0.2.1:1", why)]


def test_both_doors_share_the_places_of_one_address(scene):
    for number in range(3):
        scene.comes(f"192.0.2.1:{number}")
    knocks(scene, address="192.0.2.1:9")
    assert scene.dropped == [("192.0.2.1:0", "crowded-out")]


def test_a_silent_database_client_goes_in_its_time(scene):
    knocks(scene)
    scene.clock.at = 10.0
    scene.room.expire()
    assert scene.dropped == [("192.0.2.1:1", "no-version")]


# --- behind a proxy --------------------------------------------------------------------------------------------------

PROXY, CLIENT = "192.0.2.250:9", "198.51.100.7:40022"
BEHIND = replace(SSH, announces=lambda address: address.startswith("192.0.2.250:"))
BEHIND_DATABASES = replace(POSTGRESQL, announces=BEHIND.announces)
HEADERS = [line(), binary(), binary(extensions=extension(5, b"unique id"))]


def handed_on(scene, says=b"", doorway=BEHIND, address=PROXY):
    ours, theirs = socket.socketpair()
    theirs.settimeout(5)
    scene.peers.append(theirs)
    scene.room.enter(ours, address, doorway)
    if says:
        theirs.sendall(says)
    scene.room.look()
    return theirs


def hears_nothing(peer):
    peer.settimeout(0.02)
    with pytest.raises(TimeoutError):
        peer.recv(1)
    peer.settimeout(5)


@pytest.mark.parametrize("header", HEADERS)
def test_behind_a_proxy_the_client_it_names_is_who_came(scene, header):
    for cut in range(len(header) + len(LINE)):
        whole = header + LINE
        peer = handed_on(scene, whole[:cut])
        assert scene.ready == []
        if cut < len(header):
            assert scene.room._per_address == {}
        peer.sendall(whole[cut:])
        scene.room.look()
        assert scene.ready == [CLIENT]
        [waiting] = scene.room.ready()
        with scene.room.leave(waiting) as client:
            assert client.recv(1000) == LINE, "the header is read off, and not a byte more"
        assert peer.recv(100) == OUR_VERSION
    assert (scene.dropped, scene.room._per_address) == ([], {})


def test_nobody_is_greeted_before_it_is_known_who_it_is(scene):
    peer = handed_on(scene, line()[:-1])
    hears_nothing(peer)
    peer.sendall(line()[-1:])
    scene.room.look()
    assert peer.recv(100) == OUR_VERSION


@pytest.mark.parametrize("header", HEADERS)
def test_what_came_with_the_header_is_heard_at_once_for_nothing_else_will_wake_the_parent(scene, header):
    handed_on(scene, header + LINE + OFFER)
    [waiting] = scene.room.ready()
    assert (waiting.address, waiting.stage) == (CLIENT, Stage.OFFER)


@pytest.mark.parametrize("second", [*HEADERS, local()])
@pytest.mark.parametrize("header", HEADERS)
def test_a_header_of_the_clients_own_behind_the_proxys_is_no_header(scene, header, second):
    handed_on(scene, header + second + LINE)
    assert scene.dropped == [(CLIENT, "not-ssh")]


def test_a_header_in_the_middle_of_a_line_is_a_strange_line(scene):
    handed_on(scene, line() + LINE[:12] + line("203.0.113.9") + LINE)
    assert [(waiting.address, waiting.stage) for waiting in scene.room.ready()] == []
    assert scene.dropped == [(CLIENT, "not-ssh")]


@pytest.mark.parametrize("doorway", [BEHIND, BEHIND_DATABASES, SSH, POSTGRESQL])
@pytest.mark.parametrize("header", [*HEADERS, local(), b"PROXY UNKNOWN\r\n"])
def test_who_is_no_proxy_of_ours_names_nobody(scene, header, doorway):
    handed_on(scene, header + LINE, doorway, "192.0.2.1:1")
    assert scene.dropped == [("192.0.2.1:1", doorway.foreign_why)]


@pytest.mark.parametrize(
    "says", [LINE, LINE + line(), b"\0", b"PROXY TCP4 x\r\n", b"PROXY TCP4 0.0.0.0 192.0.2.1 1 2\r\n"]
)
def test_a_proxy_that_does_not_say_who_it_is_brings_nobody_in(scene, says):
    peer = handed_on(scene, says)
    assert scene.dropped == [(PROXY, "proxy-header")]
    with suppress(ConnectionResetError):
        assert peer.recv(100) == b""


def test_a_silent_proxy_goes_in_its_time_and_a_client_it_named_in_the_same(scene):
    handed_on(scene, b"PROXY TCP4 ")
    scene.clock.at = 9.0
    handed_on(scene, line())
    scene.clock.at = 10.0
    scene.room.expire()
    assert scene.dropped == [(PROXY, "proxy-header")]
    scene.clock.at = 19.0
    scene.room.expire()
    assert scene.dropped[1:] == [(CLIENT, "no-version")]


@pytest.mark.parametrize("header", [local(), local(b"xyz"), b"PROXY UNKNOWN\r\n"])
def test_a_proxy_that_only_looks_is_nobody(scene, header):
    handed_on(scene, header + LINE)
    assert scene.dropped == [(PROXY, "proxy-own")]


def test_behind_one_proxy_each_address_has_its_own_bound(scene):
    for number in range(3):
        handed_on(scene, line(port=number + 1))
    handed_on(scene, line("203.0.113.9"))
    assert scene.dropped == []
    handed_on(scene, line(port=9))
    assert scene.dropped == [("198.51.100.7:1", "crowded-out")]


def test_connections_nobody_has_named_count_for_no_address_but_for_the_room(scene):
    for _ in range(5):
        handed_on(scene)
    assert (scene.dropped, scene.room._per_address) == ([], {})
    handed_on(scene)
    assert scene.dropped == [(PROXY, "crowded-out")]


def test_the_proxys_own_address_as_a_clients_crowds_out_no_unnamed_one(scene):
    handed_on(scene)
    for number in range(4):
        handed_on(scene, line("192.0.2.250", port=number + 1))
    assert scene.dropped == [("192.0.2.250:1", "crowded-out")]


@pytest.mark.parametrize("said", [b"", line()[:9], line(), line() + LINE])
def test_who_leaves_from_behind_a_proxy_is_forgotten(scene, said):
    peer = handed_on(scene, said)
    peer.close()
    scene.room.look()
    assert (len(scene.room), scene.dropped, scene.room._per_address) == (0, [], {})


def test_a_database_client_behind_a_proxy(scene):
    header = binary()
    peer = handed_on(scene, header, BEHIND_DATABASES)
    hears_nothing(peer)
    peer.sendall(SSL_REQUEST)
    scene.room.look()
    [waiting] = scene.room.ready()
    assert (waiting.address, waiting.stage) == (CLIENT, Stage.OFFER)
    with scene.room.leave(waiting) as client:
        assert client.recv(100) == SSL_REQUEST
