import socket
import threading

import pytest

from gateway.relay.ssh import packets
from gateway.relay.ssh.packets import BANNER_BYTES_MAX, PACKET_BYTES_MAX, BoundedPacketizer
from gateway.vocabulary.outcome import GatewayFault, PeerError
from tests.gateway.relay.ssh.a_client import number


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


def test_a_line_that_was_said_already_is_not_said_again(ends):
    packetizer, peer = ends
    packetizer.said_already(b"SSH-2.0-x\r\n")
    packetizer.write_all(b"SSH-2.0-x\r\n")
    packetizer.write_all(b"SSH-2.0-x\r\n")
    assert peer.recv(100) == b"SSH-2.0-x\r\n"
    assert packetizer.said_bytes == 11


def test_only_that_line_is_swallowed(ends):
    packetizer, peer = ends
    packetizer.said_already(b"SSH-2.0-x\r\n")
    with pytest.raises(GatewayFault):
        packetizer.write_all(b"SSH-2.0-y\r\n")
    peer.setblocking(False)
    with pytest.raises(BlockingIOError):
        peer.recv(1)


def test_a_packet_is_judged_before_anybody_acts_on_it(ends):
    packetizer, peer = ends
    judged = []

    def judge(kind, size):
        judged.append((kind, size))
        if len(judged) == 2:
            raise PeerError("enough")

    packetizer.judge_by(judge)
    payload = b"\x02hello"
    packet = number(1 + len(payload) + 5) + b"\x05" + payload + bytes(5)
    peer.sendall(packet * 2)
    assert packetizer.read_message()[0] == 2
    with pytest.raises(PeerError):
        packetizer.read_message()
    assert judged == [(2, 5), (2, 5)]
    assert packetizer.heard_bytes == 2 * len(packet)
