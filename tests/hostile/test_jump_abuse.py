"""A client that jumps and keeps no rule: its other sessions go on, and afterwards nothing is left over."""

import os
import threading
import time
from contextlib import contextmanager, suppress

import pytest
from paramiko import ChannelException, SSHException, Transport

from gateway.listener.jump.jump import JUMPS_MAX
from gateway.listener.jump.opening import DirectOpening
from gateway.relay.ssh.packets import PACKET_BYTES_MAX
from gateway.relay.ssh.transport import WAITING_REQUESTS_MAX, WINDOW_BYTES
from tests.gateway.listener.a_gate import HELLO, STATUS, a_gate
from tests.gateway.listener.a_jump import NAME, Inside, Outer, inside, said
from tests.gateway.listener.an_attacker import (
    CHANNEL_FAILURE,
    CHANNEL_REQUEST,
    CLOSE,
    DATA,
    EXTENDED_DATA,
    GLOBAL_REQUEST,
    OPEN,
    OPEN_CONFIRMATION,
    OPEN_FAILURE,
    REQUEST_FAILURE,
    SUCCESS,
    an_attacker,
    number,
    string,
)
from tests.gateway.relay.ssh.a_client import wait_until
from tests.gateway.relay.ssh.a_target import ME

DIRECT = string(NAME.encode()) + number(22) + string(b"127.0.0.1") + number(1)


@contextmanager
def whole(gate):
    """Afterwards nothing of a jump is left over: no thread, no channel, no session that has not ended."""
    before = {thread.ident for thread in threading.enumerate()}
    yield
    for backstage in gate.backstages:
        assert backstage.is_closed.wait(15)
    wait_until(lambda: not [one for one in threading.enumerate() if one.ident not in before and _ours(one)])
    for connection in gate.connections:
        assert connection._jumps._under_way == 0
        assert connection._jumps._inner == set()
        assert all(channel.closed for channel in connection._transport._channels.values())
    assert gate.registry.kinds.count("session.opened") == gate.registry.kinds.count("session.ended")
    assert not gate.failures


def _ours(thread):
    return thread.name in {"jump", "channel", "unoffered", "host-keys"} or type(thread).__name__ == "InnerTransport"


@pytest.fixture
def gate(tmp_path):
    with a_gate(tmp_path) as made, whole(made):
        yield made


@pytest.fixture
def outer(gate):
    made = Outer(gate)
    yield made
    made.close()


@pytest.fixture
def raw(gate):
    with an_attacker(gate, user=b"sato") as attacker:
        attacker.log_in()
        yield attacker


def goes_on(outer):
    """Another jump of the same connection works as ever."""
    inner = inside(outer.tunnel())
    assert said(inner) == (HELLO, b"", STATUS)
    inner.close()


# --- around a jump -----------------------------------------------------------------------------------------------------


def test_a_second_jump_while_the_first_stands_at_the_version_line(outer):
    silent = outer.tunnel()
    assert silent.recv(17) == b"SSH-2.0-Sekisho\r\n"
    goes_on(outer)


def test_fifty_opens_at_once(gate, raw):
    for at in range(50):
        raw.say(OPEN, "direct-tcpip", at, 1 << 21, 32768, raw=DIRECT)
    answers = [raw.hear(OPEN_CONFIRMATION, OPEN_FAILURE)[0] for _ in range(50)]
    assert answers.count(OPEN_CONFIRMATION) == JUMPS_MAX
    wait_until(lambda: refused(gate) == 50 - JUMPS_MAX)


def refused(gate, request="direct-tcpip"):
    return sum(one.count for one in gate.registry.events if one.kind == "channel.refused" and one.request == request)


def test_what_is_closed_makes_room(gate, outer):
    for _ in range(JUMPS_MAX * 2):
        tunnel = outer.tunnel()
        tunnel.close()
        wait_until(lambda: gate.connections[0]._jumps._under_way == 0)
    goes_on(outer)


def test_data_before_the_confirmation_gains_nothing(gate, raw):
    raw.say(OPEN, "direct-tcpip", 5, 1 << 21, 32768, raw=DIRECT)
    for at in range(4):
        raw.say(DATA, at, b"SSH-2.0-early\r\n")
    raw.is_gone(2)
    assert "session.opened" not in gate.registry.kinds


def test_a_jump_before_the_log_in_is_none(gate):
    with an_attacker(gate, user=b"sato") as attacker:
        attacker.service()
        attacker.say(OPEN, "direct-tcpip", 0, 1 << 21, 32768, raw=DIRECT)
        assert attacker.hear(OPEN_FAILURE, OPEN_CONFIRMATION)[0] != OPEN_CONFIRMATION
    assert gate.registry.steps == []


@pytest.mark.parametrize("cut", [0, 1, 4, 10, len(DIRECT) - 1])
def test_a_truncated_opening_is_no_jump_to_anywhere_else(gate, raw, cut):
    raw.say(OPEN, "direct-tcpip", 0, 1 << 21, 32768, raw=DIRECT[:cut])
    heard = raw.hear(OPEN_FAILURE, OPEN_CONFIRMATION)[0]
    assert heard == (OPEN_CONFIRMATION if cut > 14 else OPEN_FAILURE)


@pytest.mark.parametrize(
    "host",
    [b"\xff\xfe", b"build-host\0", b"build-host,callcenter-app", "ビルド".encode(), b"x" * 200_000, b"\x1b]0;x\x07"],
)
def test_R02_names_made_of_anything_are_refused_and_the_connection_goes_on(gate, raw, host):
    fields = string(host) + number(22) + string(b"\xff") + number(1)
    raw.say(OPEN, "direct-tcpip", 0, 1 << 21, 32768, raw=fields)
    assert raw.hear(OPEN_FAILURE, OPEN_CONFIRMATION)[0] == OPEN_FAILURE
    raw.say(OPEN, "direct-tcpip", 1, 1 << 21, 32768, raw=DIRECT)
    assert raw.hear(OPEN_FAILURE, OPEN_CONFIRMATION)[0] == OPEN_CONFIRMATION
    wait_until(lambda: refused(gate) == 1)
    event = gate.registry.of("channel.refused")
    assert event.detail.isascii()
    assert event.detail.isprintable()
    assert len(event.detail) <= 100


def test_requests_on_a_tunnel_are_answered_with_no_however_many(gate, raw):
    tunnel = raw.open(b"direct-tcpip", fields=DIRECT)
    for _ in range(WAITING_REQUESTS_MAX * 4):
        raw.say(CHANNEL_REQUEST, tunnel, "shell", True)
    for _ in range(WAITING_REQUESTS_MAX * 4):
        assert raw.hear(CHANNEL_FAILURE)[0] == CHANNEL_FAILURE
    assert "session.opened" not in gate.registry.kinds


def test_standard_error_of_a_tunnel_is_nobodys(gate, raw):
    tunnel = raw.open(b"direct-tcpip", fields=DIRECT)
    raw.say(EXTENDED_DATA, tunnel, 1, b"SSH-2.0-x\r\n")
    raw.say(OPEN, "direct-tcpip", 1, 1 << 21, 32768, raw=DIRECT)
    assert raw.hear(OPEN_FAILURE, OPEN_CONFIRMATION)[0] == OPEN_CONFIRMATION


def test_more_than_the_window_into_a_tunnel_ends_the_connection_and_holds_little(gate, raw):
    tunnel = raw.open(b"direct-tcpip", fields=DIRECT)
    for _ in range(4 * WINDOW_BYTES // 32768 + 100):
        raw.say(DATA, tunnel, bytes(32768))
        if not raw.transport.is_active():
            break
    assert raw.is_gone() or not gate.connections[0]._jumps._inner


@pytest.mark.parametrize("blobs", [0, 1, 3000])
def test_a_proof_of_host_keys_that_are_not_ours(raw, blobs):
    fields = b"".join(string(b"key %d" % at) for at in range(blobs))
    raw.say(GLOBAL_REQUEST, "hostkeys-prove-00@openssh.com", True, raw=fields)
    assert raw.hear(REQUEST_FAILURE, 81)[0] == REQUEST_FAILURE


# --- inside a jump -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "octets",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"SSH-1.5-old\r\n",
        b"\0" * 5000,
        b"SSH-2.0-x\r\n" + os.urandom(4000),
        b"SSH-2.0-x\r\n" + number(PACKET_BYTES_MAX + 100) + bytes(40),
        b"SSH-2.0-x\r\n" + number(0xFFFFFFFC) + bytes(40),
        b"x" * 100_000,
    ],
)
def test_garbage_in_a_tunnel_ends_the_tunnel(outer, octets):
    tunnel = outer.tunnel()
    with suppress(OSError):
        tunnel.sendall(octets)
    wait_until(lambda: tunnel.closed or tunnel.eof_received, 15)
    goes_on(outer)


def test_R16_nothing_inside_opens_before_its_log_in(gate, outer):
    attacker = Inside(gate, outer.tunnel())
    attacker.say(OPEN, "session", 0, 1 << 21, 32768)
    attacker.say(SUCCESS)
    attacker.say(CHANNEL_REQUEST, 0, "exec", True, "id")
    attacker.is_gone(2)
    assert "session.opened" not in gate.registry.kinds
    goes_on(outer)


def test_R23_a_second_log_in_inside_changes_nothing(gate, outer):
    attacker = Inside(gate, outer.tunnel())
    attacker.log_in()
    attacker.request("none", user=b"postgres")
    channel = attacker.open()
    attacker.say(CHANNEL_REQUEST, channel, "exec", True, "id")
    wait_until(lambda: "session.opened" in gate.registry.kinds)
    assert gate.registry.of("session.opened").account == ME
    attacker.close()


def test_answers_to_questions_nobody_asked_end_the_jump(gate, outer):
    attacker = Inside(gate, outer.tunnel())
    attacker.service()
    attacker.say(61, 1, b"123456")
    assert attacker.is_gone()
    goes_on(outer)


def test_more_than_the_window_inside_ends_the_jump_only(gate, outer):
    attacker = Inside(gate, outer.tunnel())
    attacker.log_in()
    channel = attacker.open()
    for _ in range(4 * WINDOW_BYTES // 32768):
        attacker.say(DATA, channel, bytes(32768))
    assert attacker.is_gone(15)
    goes_on(outer)


def test_R02_the_door_inside_is_the_door(gate, outer):
    attacker = Inside(gate, outer.tunnel())
    attacker.log_in()
    for kind in (b"direct-tcpip", b"direct-streamlocal@openssh.com", b"tun@openssh.com", b"x11", b"forwarded-tcpip"):
        assert attacker.open(kind, fields=DIRECT) == -1
    for name in ("tcpip-forward", "streamlocal-forward@openssh.com", "cancel-tcpip-forward"):
        attacker.say(GLOBAL_REQUEST, name, True, raw=string(b"") + number(0))
        assert attacker.hear(REQUEST_FAILURE, 81)[0] == REQUEST_FAILURE
    attacker.close()


# --- closing in every phase --------------------------------------------------------------------------------------------


def opened(gate, outer):
    return outer.tunnel()


def named(gate, outer):
    tunnel = outer.tunnel()
    tunnel.sendall(b"SSH-2.0-x\r\n")
    tunnel.recv(17)
    return tunnel


def exchanged(gate, outer):
    tunnel = outer.tunnel()
    Transport(tunnel).start_client(timeout=10)
    return tunnel


def logged_in(gate, outer):
    tunnel = outer.tunnel()
    Inside(gate, tunnel).log_in()
    return tunnel


def with_a_channel(gate, outer):
    tunnel = outer.tunnel()
    attacker = Inside(gate, tunnel)
    attacker.log_in()
    attacker.open()
    return tunnel


def with_a_session(gate, outer):
    tunnel = outer.tunnel()
    attacker = Inside(gate, tunnel)
    attacker.log_in()
    attacker.say(CHANNEL_REQUEST, attacker.open(), "exec", True, "id")
    return tunnel


PHASES = [opened, named, exchanged, logged_in, with_a_channel, with_a_session]


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("how", ["close", "shutdown_write"])
def test_the_tunnel_is_closed_in_every_phase(gate, outer, phase, how):
    tunnel = phase(gate, outer)
    getattr(tunnel, how)()
    wait_until(lambda: gate.connections[0]._jumps._under_way == 0, 15)
    goes_on(outer)


@pytest.mark.parametrize("phase", PHASES)
def test_the_connection_is_dropped_in_every_phase(gate, outer, phase):
    phase(gate, outer)
    outer.sock.close()
    outer.close()
    assert gate.backstages[0].is_closed.wait(15)


def test_dropped_while_the_registrar_thinks(gate, outer):
    held, asked = threading.Event(), threading.Event()
    admission = gate.registry.admission

    def slow(target):
        asked.set()
        held.wait(10)
        return admission(target)

    gate.registry.admission = slow
    with suppress(ChannelException, SSHException):
        threading.Thread(target=lambda: _try(outer), daemon=True).start()
        assert asked.wait(10)
    outer.close()
    time.sleep(0.2)
    held.set()
    assert gate.backstages[0].is_closed.wait(15)


def _try(outer):
    with suppress(ChannelException, SSHException, EOFError):
        outer.tunnel()


def test_a_tunnel_that_takes_nothing_does_not_hold_up_the_others(gate, raw):
    """Its window is empty, so our version line waits; the connection answers all the same."""
    raw.say(OPEN, "direct-tcpip", 0, 0, 32768, raw=DIRECT)
    assert raw.hear(OPEN_CONFIRMATION, OPEN_FAILURE)[0] == OPEN_CONFIRMATION
    raw.say(OPEN, "direct-tcpip", 1, 1 << 21, 32768, raw=DIRECT)
    assert raw.hear(OPEN_CONFIRMATION, OPEN_FAILURE)[0] == OPEN_CONFIRMATION
    assert raw.hear(DATA)[0] == DATA
    raw.say(CLOSE, 0)


def test_the_description_never_says_what_was_not_asked():
    opening = DirectOpening(remote=0, window=0, packet_bytes=0, host=b"", port=0)
    assert opening.described() == ":0"
