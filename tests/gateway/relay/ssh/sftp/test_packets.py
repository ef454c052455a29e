"""Packets out of a stream: however it is cut, and whatever length is announced."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.crypto.wire import Malformed
from gateway.relay.ssh.sftp.packets import PACKET_BYTES_MAX, Packets, packet
from gateway.relay.ssh.sftp.wire import uint32

BODIES = st.lists(st.binary(min_size=1, max_size=40), max_size=6)


@settings(deadline=None)
@given(BODIES)
def test_split_at_every_byte(bodies: list[bytes]) -> None:
    packets, got = Packets(), []
    for one in b"".join(map(packet, bodies)):
        got += packets.feed(bytes([one]))
    assert got == bodies
    assert packets.is_between


@settings(deadline=None)
@given(BODIES, st.integers(1, 60))
def test_any_pieces_give_the_same(bodies: list[bytes], size: int) -> None:
    stream, packets, got = b"".join(map(packet, bodies)), Packets(), []
    for at in range(0, len(stream), size):
        got += packets.feed(stream[at : at + size])
    assert got == bodies


@pytest.mark.parametrize("length", [0, PACKET_BYTES_MAX + 1, 2**31, 2**32 - 1])
def test_a_length_is_refused_before_its_bytes_are_held(length: int) -> None:
    with pytest.raises(Malformed):
        list(Packets().feed(uint32(length)))


def test_the_largest_packet_passes() -> None:
    body = b"x" * PACKET_BYTES_MAX
    assert list(Packets().feed(packet(body))) == [body]
