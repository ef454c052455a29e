"""From the first byte to a StartupMessage inside TLS."""

import socket
from collections.abc import Callable

import pytest

from gateway.crypto import tls
from gateway.listener.parent.words import NO_TLS
from gateway.listener.postgres import words
from gateway.listener.postgres.arriving import Arrived, Refused, arrived
from gateway.relay.postgres.wire.opening import (
    CancelRequest,
    GSSENCRequest,
    SSLRequest,
    StartupMessage,
)
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import PeerError
from tests.gateway.crypto.tls_peers import SERVER, TERMINAL, at_once, pem_of, reach

CLOCK = SystemClock()
STARTUP = StartupMessage(parameters={"user": "sato+callcenter-db"})
CANCEL = CancelRequest(process_id=7, secret_key=b"four")


def meet(client: Callable[[socket.socket], object], seconds: float = 3.0) -> object:
    """What the door makes of a client."""
    ours, theirs = socket.socketpair()
    theirs.settimeout(5)

    def serve() -> object:
        try:
            return arrived(ours, lambda: (pem_of(SERVER[0]), SERVER[1]), CLOCK, CLOCK.monotonic() + seconds)
        finally:
            ours.shutdown(socket.SHUT_RDWR)

    came, said = at_once(serve, lambda: client(theirs))
    assert not isinstance(said, AssertionError), said
    return came


def polite(sock: socket.socket) -> None:
    sock.sendall(GSSENCRequest().encoded())
    assert sock.recv(1) == b"N"
    sock.sendall(SSLRequest().encoded())
    assert sock.recv(1) == b"S"
    reach(sock).write(STARTUP.encoded())


def test_a_client_that_asks_for_this_and_that_is_inside_in_the_end() -> None:
    came = meet(polite)
    assert isinstance(came, Arrived)
    assert came.startup == STARTUP
    assert came.certificate == TERMINAL[0]


def test_a_client_that_begins_with_tls_at_once() -> None:
    came = meet(lambda sock: reach(sock).write(STARTUP.encoded()))
    assert isinstance(came, Arrived)
    assert came.startup == STARTUP


def test_without_a_certificate_a_client_is_inside_all_the_same_to_be_told() -> None:
    came = meet(lambda sock: reach(sock, client=None).write(STARTUP.encoded()))
    assert isinstance(came, Arrived)
    assert came.certificate is None


def test_who_begins_with_tls_without_saying_for_what_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """As PostgreSQL does: ALPACA."""
    monkeypatch.setattr(tls.SSL.Connection, "get_alpn_proto_negotiated", lambda _: b"")
    came = meet(lambda sock: reach(sock).write(STARTUP.encoded()))
    assert isinstance(came, Refused)
    assert came.text == words.NOT_DIRECT


def test_a_log_in_in_the_clear_is_refused() -> None:
    came = meet(lambda sock: sock.sendall(STARTUP.encoded()))
    assert isinstance(came, Refused)
    assert (came.sqlstate, came.text) == ("28000", NO_TLS)


def test_a_cancel_request_before_or_inside_tls() -> None:
    assert meet(lambda sock: sock.sendall(CANCEL.encoded())) == CANCEL

    def inside(sock: socket.socket) -> None:
        sock.sendall(SSLRequest().encoded())
        assert sock.recv(1) == b"S"
        reach(sock).write(CANCEL.encoded())

    assert meet(inside) == CANCEL


def twice_gss(sock: socket.socket) -> None:
    for _ in range(2):
        sock.sendall(GSSENCRequest().encoded())
        sock.recv(1)


def twice_ssl(sock: socket.socket) -> None:
    sock.sendall(SSLRequest().encoded())
    sock.recv(1)
    reach(sock).write(SSLRequest().encoded())


def gss_inside(sock: socket.socket) -> None:
    reach(sock).write(GSSENCRequest().encoded())


def behind_ssl(sock: socket.socket) -> None:
    sock.sendall(SSLRequest().encoded() + STARTUP.encoded())


def behind_gss(sock: socket.socket) -> None:
    sock.sendall(GSSENCRequest().encoded() + SSLRequest().encoded())


def behind_cancel(sock: socket.socket) -> None:
    sock.sendall(CANCEL.encoded() + b"x")


def behind_startup(sock: socket.socket) -> None:
    reach(sock).write(STARTUP.encoded() + b"p\0\0\0\x05\0")


def rubbish(sock: socket.socket) -> None:
    sock.sendall(b"GET / HTTP/1.1\r\n\r\n")


def rubbish_inside(sock: socket.socket) -> None:
    reach(sock).write(b"GET / HTTP/1.1\r\n\r\n")


@pytest.mark.parametrize(
    "client",
    [
        twice_gss, twice_ssl, gss_inside, behind_ssl, behind_gss, behind_cancel, behind_startup, rubbish, rubbish_inside,
    ],
)  # fmt: skip
def test_what_comes_twice_or_early_or_is_nothing_is_the_clients_fault(client: Callable[[socket.socket], None]) -> None:
    assert isinstance(meet(client), PeerError)


def plain_after_the_answer(sock: socket.socket) -> None:
    sock.sendall(SSLRequest().encoded())
    assert sock.recv(1) == b"S"
    sock.sendall(STARTUP.encoded())


def leaves_after_the_answer(sock: socket.socket) -> None:
    sock.sendall(SSLRequest().encoded())
    sock.recv(1)
    sock.close()


@pytest.mark.parametrize("client", [plain_after_the_answer, leaves_after_the_answer])
def test_a_client_without_a_handshake_is_gone(client: Callable[[socket.socket], None]) -> None:
    assert isinstance(meet(client), tls.TlsFault)


def silent_after_the_answer(sock: socket.socket) -> None:
    sock.sendall(SSLRequest().encoded())
    sock.recv(1)


def silent_inside(sock: socket.socket) -> None:
    reach(sock)


@pytest.mark.parametrize("client", [lambda _: None, silent_after_the_answer, silent_inside])
def test_a_client_that_goes_silent_is_waited_for_so_long(client: Callable[[socket.socket], None]) -> None:
    assert isinstance(meet(client, 0.3), TimeoutError)
