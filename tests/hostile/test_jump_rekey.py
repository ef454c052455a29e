"""Key exchanges at awkward moments: begun by the server under load, by the client while output flows, and too many of them."""

import threading
import time

import pytest
from paramiko import SSHException
from paramiko.packet import Packetizer

from gateway.listener.allowance import EXCHANGES_MAX
from tests.gateway.listener.a_gate import a_gate
from tests.gateway.listener.a_jump import Outer, inside
from tests.gateway.relay.ssh.a_client import wait_until

CHUNK = bytes(range(256)) * 64
CHUNKS = 300  # 4.9 MB
STATUS = 5


def talks(conversation):
    """A target that sends CHUNKS chunks and goes."""
    conversation.begin()
    for _ in range(CHUNKS):
        conversation.channel.sendall(CHUNK)
    conversation.together(conversation.status(STATUS), conversation.eof(), conversation.close())


@pytest.fixture
def gate(tmp_path):
    with a_gate(tmp_path, talks) as made:
        yield made


@pytest.fixture
def outer(gate):
    made = Outer(gate)
    yield made
    made.close()


def read(channel):
    received = b""
    while data := channel.recv(65536):
        received += data
    return received


def asked(transport):
    channel = transport.open_session(timeout=20)
    channel.settimeout(60)
    channel.exec_command("talk")
    return channel


def assert_whole(channel):
    found = read(channel)
    assert (len(found), found == CHUNK * CHUNKS) == (len(CHUNK) * CHUNKS, True)
    assert channel.recv_exit_status() == STATUS


@pytest.fixture
def often(monkeypatch):
    """Both sides exchange keys each 256 KB: the server begins as often as the client does."""
    monkeypatch.setattr(Packetizer, "REKEY_BYTES", 256 * 1024)


def count_exchanges(transport):
    counted = []
    original = transport._parse_newkeys

    def parse(m):
        counted.append(1)
        original(m)

    transport._handler_table = {**transport._handler_table, 21: parse}
    return counted


def test_the_server_exchanges_keys_under_load_and_nothing_is_lost(gate, outer, often):
    counted = count_exchanges(outer)
    inner = inside(outer.tunnel())
    inside_counted = count_exchanges(inner)
    assert_whole(asked(inner))
    assert len(counted) >= 2
    assert len(inside_counted) >= 2
    assert not gate.failures


def test_four_channels_in_two_jumps_while_both_sides_exchange_keys(gate, outer, often):
    inner = [inside(outer.tunnel()) for _ in range(2)]
    channels = [asked(one) for one in (*inner, *inner)]
    read_at_once = [threading.Thread(target=assert_whole, args=(channel,)) for channel in channels]
    for thread in read_at_once:
        thread.start()
    for thread in read_at_once:
        thread.join(120)
        assert not thread.is_alive()
    gate.registry.ended(4)
    assert not gate.failures


def test_a_jump_asked_for_in_the_middle_of_a_key_exchange_is_answered_after_it(gate, outer):
    """F: an answer between our KEXINIT and NEWKEYS would be out of order (RFC 4253 section 7.1)."""
    for _ in range(5):
        exchanging = threading.Thread(target=outer.renegotiate_keys)
        exchanging.start()
        tunnel = outer.tunnel()
        exchanging.join(20)
        assert not exchanging.is_alive()
        inside(tunnel).close()
    assert outer.is_active()


def test_the_client_begins_a_key_exchange_while_output_flows(gate, outer):
    inner = inside(outer.tunnel())
    channel = asked(inner)
    done = threading.Event()

    def again_and_again():
        while not done.wait(0.05):
            for transport in (outer, inner):
                try:
                    transport.renegotiate_keys()
                except (SSHException, EOFError, OSError):
                    return

    exchanging = threading.Thread(target=again_and_again, daemon=True)
    exchanging.start()
    assert_whole(channel)
    done.set()
    exchanging.join(20)
    assert not gate.failures


def test_key_exchanges_without_end_or_data_end_the_connection(gate, outer):
    began = time.monotonic()
    with pytest.raises((SSHException, EOFError, OSError)):
        for _ in range(EXCHANGES_MAX * 10):
            outer.renegotiate_keys()
    wait_until(lambda: not outer.is_active())
    assert time.monotonic() - began < 60
