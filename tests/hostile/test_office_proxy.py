"""The office behind a balancer: a page knows its visitor's own address, and nobody gets another's by claiming it."""

import os
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.glogging import Logger

from admin_ui import worker as bounds
from admin_ui.worker import Worker
from gateway.crypto import office_certificate
from gateway.proxies.believed import Believed
from tests.gateway.proxies.headers import binary, extension, line, local
from tests.walks.haproxy import FROM, haproxy

PAGE = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.1\r\n\r\n"
HEADERS = [line(), binary(), binary(extensions=extension(5, b"id"))]


def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    """Who asked, as far as the office knows."""
    body = f"you are {environ['REMOTE_ADDR']}:{environ['REMOTE_PORT']} .".encode()
    start("200 OK", [("Content-Length", str(len(body)))])
    return [body]


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """The office's worker in a thread of this process; it believes FROM."""
    folder = tmp_path_factory.mktemp("tls")
    now = datetime.now(UTC)
    authority = office_certificate.new_authority("localhost", now)
    server = office_certificate.new_server(authority, "localhost", now)
    (folder / "server.crt").write_bytes(server.certificate)
    (folder / "server.key").write_bytes(server.key.reveal())
    cfg = Config()
    for name, value in {"threads": 12, "keepalive": 15, "graceful_timeout": 1, "loglevel": "critical",
                        "certfile": str(folder / "server.crt"), "keyfile": str(folder / "server.key")}.items():  # fmt: skip
        cfg.set(name, value)
    with closing(socket.create_server(("127.0.0.1", 0), backlog=512)) as listener:
        app = SimpleNamespace(proxies=Believed((FROM,)))
        made = Worker(0, os.getppid(), [listener], app, 30, cfg, Logger(cfg))
        made.tpool, made.poller, made.wsgi = made.get_thread_pool(), selectors.DefaultSelector(), application
        made.method_queue.init()
        running = threading.Thread(target=made.run)
        running.start()
        made.port = listener.getsockname()[1]
        yield made
        made.alive = False
        running.join(10)
        assert not running.is_alive()
        assert (made.nr_conns, made._here, made._busy, made._waiting) == (0, {}, {}, {})


def plain(worker: Worker, source: str = FROM) -> socket.socket:
    return socket.create_connection(("127.0.0.1", worker.port), timeout=5, source_address=(source, 0))


def asked(client: socket.socket) -> bytes:
    """What a browser hears that begins TLS now."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with context.wrap_socket(client) as secure:
        secure.sendall(PAGE)
        came = b""
        while not came.endswith(b" .") and (data := secure.recv(4096)):
            came += data
    return came


@pytest.mark.parametrize("header", HEADERS)
def test_a_visitor_is_whom_the_balancer_names_wherever_the_header_is_cut(worker: Worker, header: bytes) -> None:
    for cut in {1, 5, 6, 11, 12, 13, 15, 16, len(header) - 1, len(header)}:
        with plain(worker) as client:
            client.sendall(header[:cut])
            wait_until(lambda: worker.nr_conns == 1)
            client.sendall(header[cut:])
            assert b"you are 198.51.100.7:40022 ." in asked(client)


def test_a_client_hello_in_one_piece_with_the_header_is_heard(worker: Worker) -> None:
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    tls = context.wrap_bio(incoming, outgoing)
    with suppress(ssl.SSLWantReadError):
        tls.do_handshake()
    with plain(worker) as client:
        client.sendall(line() + outgoing.read())
        assert client.recv(1) == b"\x16", "a ServerHello"


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.005)


@pytest.mark.parametrize(
    "says",
    [b"\x16\x03\x01\x02\x00", b"GET / HTTP/1.1\r\n\r\n", b"PROXY TCP4 x\r\n", local(), b"PROXY UNKNOWN\r\n", b"\0"],
)
def test_without_a_header_that_names_him_nobody_is_heard(worker: Worker, says: bytes) -> None:
    with plain(worker) as client:
        client.sendall(says)
        with suppress(ConnectionResetError):
            assert client.recv(1) == b""


@pytest.mark.parametrize("header", HEADERS)
def test_who_is_no_balancer_names_nobody(worker: Worker, header: bytes) -> None:
    with plain(worker, "127.0.0.1") as client:
        client.sendall(header)
        with pytest.raises(OSError):
            asked(client)
    with plain(worker, "127.0.0.1") as client:
        assert b"you are 127.0.0.1:" in asked(client)


def test_a_second_header_is_no_client_hello(worker: Worker) -> None:
    with plain(worker) as client:
        client.sendall(line() + line("203.0.113.9"))
        with pytest.raises(OSError):
            asked(client)


def test_behind_the_balancer_each_address_has_its_own_bound(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "CONNECTIONS_PER_ADDRESS", 3)
    crowd = [plain(worker) for _ in range(5)]
    try:
        for number, client in enumerate(crowd[:4]):
            client.sendall(line(port=1000 + number))
            wait_until(lambda number=number: worker._here["198.51.100.7"] == min(number + 1, 3))
        assert crowd[0].recv(1) == b"", "the oldest of that address made room"
        crowd[4].sendall(line("203.0.113.9"))
        assert b"you are 203.0.113.9:40022 ." in asked(crowd[4])
    finally:
        for client in crowd:
            client.close()
    wait_until(lambda: worker.nr_conns == 0)


def test_a_silent_balancer_is_let_go(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "HEAD_SECONDS", 0.2)
    with plain(worker) as client:
        client.sendall(b"PROXY TCP4 ")
        with suppress(ConnectionResetError):
            assert client.recv(1) == b""


def test_real_haproxy_in_front_of_the_office(worker: Worker, tmp_path: Path) -> None:
    with (
        haproxy(tmp_path, {"office": worker.port}) as doors,
        socket.create_connection(("127.0.0.1", doors["office"]), 5, source_address=("127.0.0.9", 0)) as client,
    ):
        port = client.getsockname()[1]
        assert f"you are 127.0.0.9:{port} .".encode() in asked(client)
    wait_until(lambda: worker.nr_conns == 0)
