"""What one client can make the gateway hold or wait for. Rows of paramiko's defects: I (packets), K (windows, channels), G, H."""

import gc
import os
import socket
import time
from contextlib import suppress

import pytest
from paramiko import SSHException

from gateway.listener.allowance import (
    EXCHANGES_MAX,
    LOGIN_BYTES_MAX,
    LOGIN_PACKETS_MAX,
    UNKNOWN_MAX,
    WHILE_EXCHANGING_MAX,
)
from gateway.listener.ssh_transport import CHANNELS_OPEN_MAX
from gateway.listener.unoffered import printed
from gateway.relay.ssh.packets import BANNER_BYTES_MAX, PACKET_BYTES_MAX
from gateway.relay.ssh.transport import WAITING_REQUESTS_MAX, WINDOW_BYTES
from tests.gateway.listener.a_gate import HELLO, STATUS, a_gate
from tests.gateway.listener.an_attacker import (
    CHANNEL_FAILURE,
    CHANNEL_REQUEST,
    CHANNEL_SUCCESS,
    CLOSE,
    DATA,
    EOF,
    EXTENDED_DATA,
    GLOBAL_REQUEST,
    OPEN,
    OPEN_CONFIRMATION,
    OPEN_FAILURE,
    REQUEST_FAILURE,
    REQUEST_SUCCESS,
    an_attacker,
    number,
    string,
)
from tests.gateway.relay.ssh.a_client import wait_until


def waits(conversation):
    conversation.begin()
    while conversation.transport.is_active():
        time.sleep(0.02)


@pytest.fixture
def gate(tmp_path):
    with a_gate(tmp_path) as made:
        yield made


@pytest.fixture
def inside(gate):
    with an_attacker(gate) as attacker:
        attacker.log_in()
        yield attacker


def memory():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def is_closed(client, seconds=5):
    client.settimeout(seconds)
    try:
        while client.recv(65536):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


# --- I: before anything is proved --------------------------------------------------------------------------------------


def test_a_banner_without_an_end_is_not_collected(gate):
    with socket.create_connection(("127.0.0.1", gate.port)) as client:
        try:
            for _ in range(10_000_000 // 65536):
                client.sendall(b"x" * 65536)
        except OSError:
            return  # hung up on while still sending
        assert is_closed(client)
    assert BANNER_BYTES_MAX == 8192


@pytest.mark.parametrize("announced", [PACKET_BYTES_MAX + 4, 0x7FFFFFFC, 0xFFFFFFFC, 0, 3])
def test_a_packet_is_as_long_as_it_may_be(gate, announced):
    """Row I: stock paramiko waits for up to 4 GiB, and copies what came at each piece."""
    before = memory()
    with socket.create_connection(("127.0.0.1", gate.port)) as client:
        client.sendall(b"SSH-2.0-giant\r\n")
        client.sendall(number(announced) + bytes(12))
        try:
            for _ in range(300):
                client.sendall(bytes(65536))
        except OSError:
            pass
        assert is_closed(client)
    assert gate.backstages[0].is_closed.wait(3)
    assert memory() - before < 8_000_000


def test_a_giant_packet_after_the_log_in_ends_the_connection(gate, inside):
    inside.say(DATA, 0, bytes(PACKET_BYTES_MAX + 1000))
    assert inside.is_gone()


# --- floods of messages ------------------------------------------------------------------------------------------------

IGNORE, DEBUG, KEXINIT = 2, 4, 20


@pytest.mark.parametrize("kind", [IGNORE, DEBUG])
def test_messages_to_be_ignored_are_few_before_the_log_in(gate, kind):
    before = memory()
    for size in (32768, 1):
        with an_attacker(gate) as attacker:
            for _ in range(20 * LOGIN_BYTES_MAX // 32768 if size > 1 else 3 * LOGIN_PACKETS_MAX):
                attacker.say(kind, bytes(size) if kind == IGNORE else True, bytes(size), b"")
                if not attacker.transport.is_active():
                    break
            assert attacker.is_gone()
    assert memory() - before < 16_000_000


def test_requests_before_the_log_in_are_answered_with_no_and_not_for_ever(gate):
    with an_attacker(gate) as attacker:
        for _ in range(3 * LOGIN_PACKETS_MAX):
            attacker.say(GLOBAL_REQUEST, "tcpip-forward", True, raw=FORWARD)
        assert attacker.is_gone()
        answers = [kind for kind, _ in attacker.all]
        assert REQUEST_SUCCESS not in answers
        assert answers.count(REQUEST_FAILURE) <= LOGIN_PACKETS_MAX
    assert gate.target.accepted == 0


def test_ignored_messages_after_the_log_in_do_no_harm(gate, inside):
    for _ in range(3 * LOGIN_PACKETS_MAX):
        inside.say(IGNORE, b"x" * 2000)
    channel = inside.open()
    inside.say(CHANNEL_REQUEST, channel, "exec", True, "x")
    assert inside.hear(DATA)[1][8:] == HELLO


def test_key_exchanges_without_data_between_them_have_an_end(gate, inside):
    """Each costs the keeper a signature, which everybody's log-in waits for."""
    exchanges = 0
    try:
        while exchanges < 20 * EXCHANGES_MAX:
            inside.transport.renegotiate_keys()
            exchanges += 1
    except (SSHException, EOFError, OSError):
        pass
    assert inside.is_gone()
    assert EXCHANGES_MAX // 2 < exchanges < 2 * EXCHANGES_MAX
    assert gate.backstages[-1].signed < 2 * EXCHANGES_MAX


def test_a_key_exchange_in_a_key_exchange_ends_the_connection(gate, inside):
    with suppress(EOFError, OSError):  # hung up on already
        for _ in range(3):
            inside.transport._send_kex_init()
    assert inside.is_gone()


def test_messages_nobody_knows_are_answered_and_not_for_ever(gate, inside):
    for _ in range(3 * UNKNOWN_MAX):
        inside.say(51, "password", False)  # what only servers say
    assert inside.is_gone()


def test_what_is_sent_while_a_key_exchange_waits_is_bounded(gate, inside):
    """Our answers to it are kept until the exchange is over."""
    before = memory()
    inside.transport._handler_table[KEXINIT] = lambda m: None  # the client never says his
    gate.connections[-1]._transport._send_kex_init()
    for _ in range(3 * WHILE_EXCHANGING_MAX):
        inside.say(GLOBAL_REQUEST, "x@example.com", True)
        if not inside.transport.is_active():
            break
    assert inside.is_gone()
    assert "packets in a key exchange" in str(gate.connections[-1]._transport.saved_exception)
    assert memory() - before < 32_000_000


# --- K: after the log-in -----------------------------------------------------------------------------------------------


def test_channels_are_few(gate, inside):
    """Row K: stock paramiko opens five thousand."""
    for at in range(5000):
        inside.say(OPEN, "session", at, 1 << 21, 32768)
    answers = [inside.hear(OPEN_CONFIRMATION, OPEN_FAILURE)[0] for _ in range(5000)]
    assert answers.count(OPEN_CONFIRMATION) == CHANNELS_OPEN_MAX
    assert len(gate.connections[0]._transport._channels) == CHANNELS_OPEN_MAX
    wait_until(lambda: counted(gate) == 5000 - CHANNELS_OPEN_MAX)
    assert gate.registry.kinds.count("channel.refused") < 20


def counted(gate):
    return sum(event.count for event in gate.registry.events if event.kind == "channel.refused")


def test_a_closed_channel_makes_room(gate, inside):
    for at in range(CHANNELS_OPEN_MAX + 30):
        assert inside.open(channel=at) >= 0
        inside.say(CLOSE, at)
        inside.hear(CLOSE)


def test_a_window_is_a_promise(gate, inside):
    """Row K: stock paramiko buffers whatever comes."""
    channel = inside.open()
    before = memory()
    for _ in range(200_000_000 // 32768):
        inside.say(DATA, channel, bytes(32768))
        if not inside.transport.is_active():
            break
    assert inside.is_gone()
    assert memory() - before < 4 * WINDOW_BYTES + 16_000_000


def test_what_fits_the_window_is_no_attack(gate, inside):
    channel = inside.open()
    for _ in range(WINDOW_BYTES // 32768):
        inside.say(DATA, channel, bytes(32768))
    inside.say(CHANNEL_REQUEST, channel, "x", True)
    assert inside.hear(CHANNEL_FAILURE)[0] == CHANNEL_FAILURE


def test_requests_faster_than_answers_end_the_connection(tmp_path):
    def never(conversation):
        while conversation.transport.is_active():
            time.sleep(0.05)

    with a_gate(tmp_path, never) as gate, an_attacker(gate) as inside:
        inside.log_in()
        channel = inside.open()
        inside.say(CHANNEL_REQUEST, channel, "exec", True, "x")
        wait_until(lambda: gate.target.accepted)
        for _ in range(WAITING_REQUESTS_MAX + 10):
            inside.say(CHANNEL_REQUEST, channel, "window-change", False, 80, 24, 0, 0)
        assert inside.is_gone()
        assert gate.registry.ended(seconds=8)[1] == "left"  # though the target never answered


def test_requests_that_nobody_offers_do_not_fill_the_journal(gate, inside):
    channel = inside.open()
    for at in range(200):
        inside.say(CHANNEL_REQUEST, channel, f"x{at}@example.com", True)
        inside.hear(CHANNEL_FAILURE)
    wait_until(lambda: counted(gate) == 200)
    assert gate.registry.kinds.count("channel.refused") < 80
    assert gate.registry.steps.count("append") < 8


def test_an_environment_has_an_end(gate, inside):
    channel = inside.open()
    granted = 0
    for at in range(100):
        inside.say(CHANNEL_REQUEST, channel, "env", True, f"LC_{at}", "x" * (256 if at < 90 else 257))
        granted += inside.hear(CHANNEL_SUCCESS, CHANNEL_FAILURE)[0] == CHANNEL_SUCCESS
    assert granted == 64
    inside.say(CHANNEL_REQUEST, channel, "exec", True, "x")
    assert inside.hear(DATA)[1][8:] == HELLO


@pytest.mark.parametrize("size", [(0, 0), (70_000, 24), (0xFFFFFFFF, 0xFFFFFFFF)])
def test_no_terminal_is_too_large_or_too_small(gate, inside, size):
    channel = inside.open()
    inside.say(CHANNEL_REQUEST, channel, "pty-req", True, "xterm", *size, 0, 0, b"\x00")
    inside.say(CHANNEL_REQUEST, channel, "exec", True, "x")
    assert inside.hear(DATA)[1][8:] == HELLO
    header = gate.room.headers[-1]
    assert 1 <= header.cols <= 65535
    assert 1 <= header.rows <= 65535


def test_a_peer_that_takes_giant_packets_gets_them_in_pieces(tmp_path):
    def much(conversation):
        conversation.begin()
        conversation.channel.sendall(bytes(3_000_000))
        conversation.together(conversation.status(0), conversation.eof(), conversation.close())

    with a_gate(tmp_path, much) as gate, an_attacker(gate) as inside:
        inside.log_in()
        inside.say(OPEN, "session", 0, 0x7FFFFFFF, 0xFFFFFFFF)
        channel = int.from_bytes(inside.hear(OPEN_CONFIRMATION)[1][4:8], "big")
        inside.say(CHANNEL_REQUEST, channel, "exec", True, "x")
        total = 0
        while (heard := inside.hear(DATA, CLOSE))[0] == DATA:
            total += len(heard[1]) - 8
            assert len(heard[1]) <= 32 * 1024
    assert total == 3_000_000


# --- what nobody offers --------------------------------------------------------------------------------------------------

_ADDRESS = string(b"127.0.0.1") + number(22) + string(b"127.0.0.1") + number(40000)
CHANNELS = {
    "direct-tcpip": _ADDRESS,
    "direct-tcpip ": _ADDRESS,
    "direct-streamlocal@openssh.com": string(b"/run/docker.sock") + string(b"") + number(0),
    "forwarded-tcpip": _ADDRESS,
    "forwarded-streamlocal@openssh.com": string(b"/tmp/x"),
    "x11": string(b"127.0.0.1") + number(6000),
    "auth-agent@openssh.com": b"",
    "tun@openssh.com": number(1) + number(0),
    "Session": b"",
    "session\x00": b"",
    "": b"",
}


@pytest.mark.parametrize("kind", CHANNELS)
def test_R02_every_other_channel_is_refused(gate, inside, kind):
    assert inside.open(kind.encode(), fields=CHANNELS[kind]) == -1
    wait_until(lambda: "channel.refused" in gate.registry.kinds)
    assert gate.registry.of("channel.refused").request == printed(kind)
    assert gate.registry.of("channel.refused").person == "P-1"
    channel = inside.open()
    inside.say(CHANNEL_REQUEST, channel, "exec", True, "x")
    assert inside.hear(DATA)[1][8:] == HELLO


@pytest.mark.parametrize("kind", ["direct-tcpip", "x11", "forwarded-tcpip"])
def test_R02_a_channel_without_its_fields_is_refused_too(gate, inside, kind):
    assert inside.open(kind.encode()) == -1


FORWARD = string(b"0.0.0.0") + number(8080)
GLOBALS = {
    "tcpip-forward": FORWARD,
    "streamlocal-forward@openssh.com": string(b"/tmp/x"),
    "cancel-streamlocal-forward@openssh.com": string(b"/tmp/x"),
    "elevation": b"\x01",
    "": b"",
}


@pytest.mark.parametrize("kind", GLOBALS)
def test_R02_every_global_request_is_refused(gate, inside, kind):
    inside.say(GLOBAL_REQUEST, kind, True, raw=GLOBALS[kind])
    assert inside.hear(REQUEST_SUCCESS, REQUEST_FAILURE)[0] == REQUEST_FAILURE
    wait_until(lambda: "channel.refused" in gate.registry.kinds)
    assert gate.registry.of("channel.refused").request == kind


def test_cancelling_what_never_was_does_nothing(gate, inside):
    inside.say(GLOBAL_REQUEST, "cancel-tcpip-forward", True, raw=FORWARD)
    assert inside.hear(REQUEST_SUCCESS, REQUEST_FAILURE)[0] in (REQUEST_SUCCESS, REQUEST_FAILURE)
    assert gate.target.accepted == 0


@pytest.mark.parametrize("kind", ["subsystem", "x11-req", "auth-agent-req@openssh.com", "break", "xon-xoff", "signal"])
def test_R02_every_other_channel_request_is_refused(gate, inside, kind):
    channel = inside.open()
    inside.say(CHANNEL_REQUEST, channel, kind, True, "netconf")
    if kind in {"subsystem", "shell"}:  # granted only so that the client shows the words; then it is over
        assert b"not available through the gateway" in inside.hear(EXTENDED_DATA)[1]
        assert inside.hear(CHANNEL_REQUEST)[1].endswith(number(254))
        inside.hear(CLOSE)
    else:
        assert inside.hear(CHANNEL_SUCCESS, CHANNEL_FAILURE)[0] == CHANNEL_FAILURE
    wait_until(lambda: "channel.refused" in gate.registry.kinds)
    assert gate.registry.of("channel.refused").request == kind
    assert gate.target.accepted == 0


# --- G and H: the lives of channels --------------------------------------------------------------------------------------


def test_nothing_is_said_about_a_channel_after_its_close(gate, inside):
    """Row G: EOF or data after CLOSE makes OpenSSH drop the whole connection, with everybody's sessions in it."""
    for at in range(30):
        channel = inside.open(channel=at)
        inside.say(CHANNEL_REQUEST, channel, "exec", True, "x")
        if at % 2:
            inside.hear(DATA)
        inside.say(CLOSE, channel)
    time.sleep(0.5)
    while not inside.transport.heard.empty():
        inside.hear()
    closed: set[bytes] = set()
    for kind, said in inside.all:
        about = said[:4]
        if kind == CLOSE:
            assert about not in closed
            closed.add(about)
        elif kind in (DATA, EOF, CHANNEL_REQUEST, CHANNEL_SUCCESS, CHANNEL_FAILURE):
            assert about not in closed, (kind, said)


def test_a_number_used_again_hears_nothing_of_its_former_owner(tmp_path):
    """OpenSSH gives a closed channel's number to the next one; what its old session still says must not arrive there."""

    def slow(conversation):
        conversation.asked_for("exec")
        time.sleep(0.6)
        conversation.together(
            conversation.message(99), conversation.data(b"old"), conversation.status(9), conversation.close()
        )

    with a_gate(tmp_path, slow) as gate, an_attacker(gate) as inside:
        inside.log_in()
        first = inside.open(channel=7)
        inside.say(CHANNEL_REQUEST, first, "exec", True, "x")
        wait_until(lambda: gate.target.accepted)
        inside.say(CLOSE, first)
        inside.hear(CLOSE)
        second = inside.open(channel=7)
        assert second >= 0
        gate.registry.ended()
        time.sleep(0.3)
        inside.say(CHANNEL_REQUEST, second, "nothing@example.com", True)
        assert inside.hear()[0] == CHANNEL_FAILURE


def test_a_channel_lives_though_nobody_has_taken_it_yet(gate, inside):
    """Row H: stock paramiko holds channels weakly, and the collector closes them."""
    channel = inside.open()
    gc.collect()
    inside.say(CHANNEL_REQUEST, channel, "exec", True, "x")
    assert inside.hear(DATA, CLOSE)[0] == DATA
    heard = inside.hear(CHANNEL_REQUEST)[1]
    assert heard.endswith(number(STATUS))
