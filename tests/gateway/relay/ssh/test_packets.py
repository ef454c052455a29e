import socket
import threading

import pytest

from gateway.relay.ssh import packets
from gateway.relay.ssh.packets import BANNER_BYTES_MAX, PACKET_BYTES_MAX, BoundedPacketizer
from gateway.vocabulary.outcome import PeerError


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    ours.settimeout(0.05)
    yield BoundedPacketizer(ours), theirs
    ours.close()
    theirs.close()


def test_exactly_as_many_bytes_as_asked_for(ends):
    packetizer, peer = ends
    peer.sendall(b"abcdefgh")
    assert [packetizer.read_all(size) for size in (3, 0, 5)] == [b"abc", b"", b"defgh"]


def test_bytes_that_come_in_pieces_are_waited_for(ends):
    packetizer, peer = ends
    threading.Timer(0.15, peer.sendall, [b"cd"]).start()
    peer.sendall(b"ab")
    assert packetizer.read_all(4) == b"abcd"


@pytest.mark.parametrize("size", [PACKET_BYTES_MAX + 1, 2**32, -1, -4])
def test_no_more_than_a_packet_and_no_less_than_nothing(ends, size):
    with pytest.raises(PeerError):
        ends[0].read_all(size)


def test_what_the_banner_reader_read_too_much_comes_first(ends):
    packetizer, peer = ends
    peer.sendall(b"SSH-2.0-x\r\nafter")
    assert packetizer.readline(5) == "SSH-2.0-x"
    peer.sendall(b" and more")
    assert packetizer.read_all(14) == b"after and more"


def test_a_banner_has_an_end(ends):
    packetizer, peer = ends
    peer.sendall(b"x" * (BANNER_BYTES_MAX + 200))
    with pytest.raises(PeerError):
        packetizer.readline(5)


def test_the_end_is_the_end(ends):
    packetizer, peer = ends
    peer.close()
    with pytest.raises(EOFError):
        packetizer.read_all(1)


def test_closing_wakes_who_reads():
    """Closing a descriptor alone leaves poll(2) asleep until its time-out."""
    ours, theirs = socket.socketpair()
    ours.settimeout(30)
    packetizer, ended = BoundedPacketizer(ours), threading.Event()

    def read():
        with pytest.raises(EOFError):
            packetizer.read_all(1)
        ended.set()

    threading.Thread(target=read, daemon=True).start()
    threading.Timer(0.1, packetizer.close).start()
    assert ended.wait(3)
    theirs.close()


def test_acknowledging_is_only_for_tcp(ends):
    packets.acknowledge_at_once(ends[1])
    packets.acknowledge_at_once(object())  # type: ignore[arg-type]  # a paramiko Channel can stand for a socket
