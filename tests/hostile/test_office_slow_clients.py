"""Slow, silent and greedy clients of the office's server: none of them keeps anybody else waiting."""

import os
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.glogging import Logger

from admin_ui import worker as bounds
from admin_ui.arrival import BODY_BYTES_MAX
from admin_ui.factory import FORM_BYTES_MAX
from admin_ui.worker import Worker
from admin_ui.wsgi import _Server
from gateway.crypto import office_certificate

THREADS = 12
MANY = 4 * THREADS
PAGE = b"GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n"
LARGE = b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"
LAST = b"GET /page HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
FORM = b"POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"


def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    """Large answers, slow answers, and how much of a body came."""
    path = environ["PATH_INFO"]
    if path == "/slow":
        time.sleep(0.3)
    if int(environ.get("CONTENT_LENGTH") or 0) > BODY_BYTES_MAX:
        body, status = b"too large", "413 Too Large"
    else:
        body, status = b"x" * 200_000 if path == "/large" else b"came %d" % len(environ["wsgi.input"].read()), "200 OK"
    start(status, [("Content-Length", str(len(body)))])
    return [body]


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The office's worker with a small application and few threads, in a thread of this process."""
    folder = tmp_path_factory.mktemp("tls")
    now = datetime.now(UTC)
    authority = office_certificate.new_authority("localhost", now)
    server = office_certificate.new_server(authority, "localhost", now)
    (folder / "server.crt").write_bytes(server.certificate)
    (folder / "server.key").write_bytes(server.key.reveal())
    cfg = Config()
    for name, value in {"threads": THREADS, "keepalive": 15, "graceful_timeout": 1, "loglevel": "critical",
                        "certfile": str(folder / "server.crt"), "keyfile": str(folder / "server.key")}.items():  # fmt: skip
        cfg.set(name, value)
    with closing(socket.create_server(("127.0.0.1", 0), backlog=512)) as listener:
        made = Worker(0, os.getppid(), [listener], None, 30, cfg, Logger(cfg))
        made.tpool, made.poller, made.wsgi = made.get_thread_pool(), selectors.DefaultSelector(), application
        made.method_queue.init()
        running = threading.Thread(target=made.run)
        running.start()
        yield listener.getsockname()[1]
        while made._busy or made._queued:  # the slow answers of an earlier test
            time.sleep(0.01)
        made.alive = False
        running.join(10)
        assert not running.is_alive()
        assert (made.nr_conns, made._here, made._busy, made._waiting) == (0, {}, {}, {})


@pytest.fixture
def held() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def plain(port: int, source: str = "127.0.0.1") -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=5, source_address=(source, 0))


def secure(port: int, source: str = "127.0.0.1") -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(plain(port, source))


def answered(client: ssl.SSLSocket, sent: bytes, until: bytes = b"came 0") -> bytes:
    client.settimeout(5)
    client.sendall(sent)
    came = b""
    while until not in came and (data := client.recv(65536)):
        came += data
    return came


def seconds_of_an_honest_request(port: int) -> float:
    """From another address than the attackers'."""
    began = time.monotonic()
    with secure(port, "127.0.0.9") as client:
        assert b"200 OK" in answered(client, PAGE)
    return time.monotonic() - began


def one_byte(port: int) -> socket.socket:
    client = plain(port)
    client.sendall(b"\x16")
    return client


def saying(sent: bytes) -> Callable[[int], socket.socket]:
    def attack(port: int) -> socket.socket:
        client = secure(port)
        client.sendall(sent)
        return client

    return attack


@pytest.mark.parametrize(
    "attack",
    [
        plain,
        one_byte,
        secure,
        saying(PAGE[:-2]),
        saying(FORM % 1000 + b"a"),
        saying(LARGE),
        saying(LARGE * 8),
        saying(LAST),
    ],
    ids=["silent", "one-byte", "handshake-only", "half-a-head", "half-a-body", "reads-nothing", "pipelines", "lingers"],
)
def test_who_is_slow_keeps_nobody_waiting(port: int, held: ExitStack, attack: Callable[[int], socket.socket]) -> None:
    for _ in range(MANY):
        held.enter_context(closing(attack(port)))
    assert max(seconds_of_an_honest_request(port) for _ in range(5)) < 0.5


def test_the_office_is_served_by_this_worker(tmp_path: Path) -> None:
    office = SimpleNamespace(host="127.0.0.1", port=0, certificate=tmp_path / "c", key=tmp_path / "k", proxies=())
    cfg = _Server(SimpleNamespace(admin_ui=office), None).cfg  # type: ignore[arg-type]
    assert cfg.worker_class is Worker
    assert cfg.threads >= 2 * bounds.SPARED
    assert cfg.worker_connections > bounds.CONNECTIONS_MAX
    assert FORM_BYTES_MAX == BODY_BYTES_MAX


def test_one_address_never_has_all_threads(port: int, held: ExitStack) -> None:
    for _ in range(THREADS):
        client = held.enter_context(closing(secure(port, "127.0.0.3")))
        client.sendall(PAGE.replace(b"/page", b"/slow"))
    assert seconds_of_an_honest_request(port) < 0.5


def test_who_takes_too_long_is_let_go(port: int, held: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "HEAD_SECONDS", 0.2)
    slow = [held.enter_context(closing(attack(port))) for attack in (one_byte, saying(PAGE[:-2]))]
    for client in slow:
        client.settimeout(5)
        assert client.recv(1) == b""


def test_the_oldest_makes_room_for_the_newcomer(port: int, held: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "CONNECTIONS_PER_ADDRESS", 4)
    crowd = [held.enter_context(closing(plain(port, "127.0.0.7"))) for _ in range(5)]
    crowd[0].settimeout(5)
    assert crowd[0].recv(1) == b""
    with secure(port, "127.0.0.7") as client:
        assert b"200 OK" in answered(client, PAGE)


def test_whoever_holds_most_goes_when_too_much_is_held(
    port: int, held: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "HELD_BYTES_MAX", 100_000)
    small, large = (held.enter_context(closing(secure(port))) for _ in range(2))
    small.sendall(FORM % 30_000 + b"x" * 20_000)
    large.sendall(FORM % 200_000 + b"x" * 110_000)
    large.settimeout(5)
    with suppress(ConnectionResetError):
        assert large.recv(1) == b""
    assert b"came 30000" in answered(small, b"x" * 10_000, until=b"came 30000")


def test_a_request_in_pieces_and_two_at_once_are_answered(port: int) -> None:
    with secure(port) as client:
        for piece in (PAGE[:10], PAGE[10:-1]):
            client.sendall(piece)
        assert b"came 0" in answered(client, PAGE[-1:])
        assert b"came 3" in answered(client, FORM % 3 + b"abc", until=b"came 3")
        assert answered(client, PAGE + LAST, until=b"nothing").count(b"came 0") == 2


def test_a_body_that_is_too_large_is_answered_and_a_chunked_one_refused(port: int) -> None:
    size = BODY_BYTES_MAX + 1
    with secure(port) as client:
        assert b" 413 " in answered(client, FORM % size + b"x" * size, until=b"too large")
    with secure(port) as client:
        chunked = b"POST /form HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        assert b" 411 " in answered(client, chunked, until=b"</html>")


@pytest.mark.parametrize(
    "sent",
    [FORM.replace(b"%d", b"1\r\nContent-Length: 2") + b"ab",
     FORM.replace(b"%d", b"+1") + b"a", PAGE.replace(b"Host:", b"Host :"), b"\xff\xfe\r\n\r\n",
     PAGE.replace(b"localhost", b"a\0b")],
    ids=["two-lengths", "signed-length", "blank-before-colon", "garbage", "nul"],
)  # fmt: skip
def test_what_two_servers_could_read_differently_is_refused(port: int, sent: bytes) -> None:
    with secure(port) as client:
        assert b" 400 " in answered(client, sent, until=b"</html>")
