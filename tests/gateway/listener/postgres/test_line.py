import socket
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.listener.postgres.line import LAST_WORDS_SECONDS, Line
from gateway.relay.postgres.stream import PlainStream
from gateway.relay.postgres.wire.authentication import AuthenticationOk
from gateway.relay.postgres.wire.opening import SSLRequest, StartupMessage
from gateway.relay.postgres.wire.passwords import PasswordMessage, answer_in
from gateway.sessions.ending import PersonLeft
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import PeerError
from gateway.vocabulary.secret import Secret

CLOCK = SystemClock()
PASSWORD = PasswordMessage(password=Secret(b"secret123456")).encoded()
STARTUP = StartupMessage(parameters={"user": "sato+callcenter-db"})


def a_line(seconds: float = 2.0) -> tuple[Line, socket.socket]:
    ours, theirs = socket.socketpair()
    return Line(PlainStream(ours), CLOCK, CLOCK.monotonic() + seconds), theirs


@pytest.mark.parametrize("cut", [1, 4, 7, 8, 20])
def test_a_packet_in_two_pieces(cut: int) -> None:
    line, client = a_line()
    whole = STARTUP.encoded()
    client.sendall(whole[:cut])
    threading.Timer(0.02, client.sendall, [whole[cut:]]).start()
    opened, rest = line.packet()
    assert opened == STARTUP
    assert rest == b""


@given(st.integers(min_value=1, max_value=len(PASSWORD) - 1))
@settings(max_examples=10, deadline=None)
def test_a_message_in_two_pieces(cut: int) -> None:
    line, client = a_line()
    client.sendall(PASSWORD[:cut])
    threading.Timer(0.005, client.sendall, [PASSWORD[cut:]]).start()
    assert answer_in(line.message(), PasswordMessage).password == Secret(b"secret123456")


def test_what_was_not_asked_for_yet_is_a_fault() -> None:
    for more in (PASSWORD, b"p", b"Q\0\0\0\x0dSELECT 1\0"):
        line, client = a_line()
        client.sendall(PASSWORD + more)
        with pytest.raises(PeerError):
            line.message()


@pytest.mark.parametrize("said", [b"p\x7f\xff\xff\xff", b"p\0\0\0\x01", b"Q\0\0\0\x04", b"p\0\0\x40\0" + bytes(10)])
def test_messages_that_no_log_in_has(said: bytes) -> None:
    line, client = a_line()
    client.sendall(said)
    with pytest.raises(PeerError):
        line.message()


def test_a_client_that_leaves() -> None:
    line, client = a_line()
    client.close()
    with pytest.raises(PersonLeft):
        line.packet()


def test_a_client_that_says_nothing_or_too_little_is_waited_for_so_long() -> None:
    for said in (b"", SSLRequest().encoded()[:7]):
        line, client = a_line(0.05)
        client.sendall(said)
        begun = time.monotonic()
        with pytest.raises(TimeoutError):
            line.packet()
        assert time.monotonic() - begun < 1


def test_a_client_that_drips_is_not_waited_for_longer() -> None:
    line, client = a_line(0.2)

    def drip() -> None:
        for octet in STARTUP.encoded():
            time.sleep(0.03)
            try:
                client.send(bytes([octet]))
            except OSError:
                return

    threading.Thread(target=drip, daemon=True).start()
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        line.packet()
    assert time.monotonic() - begun < 1


def test_last_words_are_said_to_whoever_takes_them() -> None:
    line, client = a_line(0)
    line.leave(AuthenticationOk())
    assert client.recv(100) == AuthenticationOk().encoded()


def test_last_words_wait_for_nobody_for_long() -> None:
    line, client = a_line()
    line.stream.write(bytes(8 * 1024 * 1024))
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        line.leave(AuthenticationOk())
    assert time.monotonic() - begun < LAST_WORDS_SECONDS + 1
    client.close()
