"""gunicorn's worker of threads, in which a request costs a thread only once it is whole.

Its own threads each wait for one client as long as that client likes: two dozen connections of one byte each would silence the
office for everybody. Here one loop listens to all of them; bounded in number, in bytes and in time, and when it is full the
oldest goes and not the newcomer. One address never has all the threads. An answer that nobody takes is given up.

Leans on private parts of gunicorn (pinned): `accept`, `handle`, `finish_request`, `murder_pending` of its gthread worker.
"""

import errno
import fcntl
import socket
import ssl
import struct
import termios
from collections import Counter, defaultdict, deque
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from pathlib import Path
from selectors import EVENT_READ
from typing import Any, Final

from gunicorn import sock as gunicorn_sock
from gunicorn import util
from gunicorn.http.errors import NoMoreData
from gunicorn.workers.gthread import ThreadWorker

from admin_ui.arrival import Arrival, Heard, Stage
from gateway.proxies.believed import NOBODY, Believed
from gateway.proxies.said import Client
from gateway.vocabulary.clock import SystemClock

CONNECTIONS_MAX: Final = 800
CONNECTIONS_PER_ADDRESS: Final = 200  # browsers keep six each, and an office may come from one address
HELD_BYTES_MAX: Final = 64 * 1024 * 1024
HEAD_SECONDS: Final = 10.0  # for the handshake and a head; between requests `keepalive`
BODY_SECONDS: Final = 30.0
ANSWER_SECONDS: Final = 20.0  # for each piece of an answer
LEAVING_SECONDS: Final = 2.0
SPARED: Final = 8  # threads that one address leaves to the others
SEND_BUFFER_BYTES: Final = 256 * 1024  # a page or file of ours fits, so that a slow reader holds no thread
UNTAKEN_BYTES_MAX: Final = 16 * 1024  # of the answer before; a browser asks again when it has all of it


class Worker(ThreadWorker):
    """Serves whole requests."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._clock = SystemClock()
        self._tls: tuple[int, ssl.SSLContext] | None = None  # when its certificate was written
        self._waiting: dict[Arrival, None] = {}  # in the order they began to wait
        self._here: Counter[str] = Counter()  # connections by address
        self._busy: Counter[str] = Counter()  # threads by address
        self._queued: defaultdict[str, deque[Arrival]] = defaultdict(deque)
        self._proxies: Believed = getattr(self.app, "proxies", NOBODY)

    # -- arriving

    def accept(self, listener: Any) -> None:
        """Take a connection in; nothing is waited for."""
        try:
            client, address = listener.accept()
        except OSError as broken:
            if broken.errno not in (errno.EAGAIN, errno.ECONNABORTED):
                self.log.error("no connection can be taken: %s", broken)  # noqa: TRY400
            return
        announced = not self._proxies.believes(f"{address[0]}:{address[1]}")
        host = address[0] if announced else ""
        try:
            client.settimeout(0)
            sock = None if not self._has_room(host) else self._wrapped(client) if announced else client
        except (OSError, ValueError):  # it has gone already
            sock = None
        if sock is None:
            client.close()
            return
        self.nr_conns += 1
        self._here[host] += 1
        until = self._clock.monotonic() + HEAD_SECONDS
        self._wait(Arrival(self.cfg, sock, address[:2], listener.getsockname(), until))

    def _hear_proxy(self, arrival: Arrival, _sock: Any) -> None:
        """Who it is, as soon as the proxy has said so; a proxy's own looks, and what is no header, are hung up on."""
        if arrival not in self._waiting:
            return  # dropped for another's sake since the poll
        try:
            said = arrival.said()
            if said is None:
                return
            if isinstance(said, Client):
                self._announce(arrival, said.address)
                return
            self.log.debug("a proxy's connection is nobody's: %s", said)
        except (OSError, ValueError):
            pass
        self._drop(arrival)

    def _announce(self, arrival: Arrival, address: str) -> None:
        host, _, port = address.rpartition(":")
        self._unwait(arrival)
        wrapped = self._wrapped(arrival.sock)  # the same descriptor, which the poller has let go
        self._here -= Counter((arrival.host,))
        arrival.announced(wrapped, (host, int(port)))
        has_room = self._here[host] < CONNECTIONS_PER_ADDRESS or self._has_room(host)
        self._here[host] += 1
        if has_room:
            self._wait(arrival)
        else:
            self._drop(arrival)

    def _wrapped(self, client: socket.socket) -> ssl.SSLSocket:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        return self._context().wrap_socket(client, server_side=True, do_handshake_on_connect=False)

    def _context(self) -> ssl.SSLContext:
        """Made anew when the certificate was renewed. Raises OSError while its files do not fit."""
        written = Path(self.cfg.certfile).stat().st_mtime_ns
        if self._tls is None or self._tls[0] != written:
            self._tls = written, gunicorn_sock.ssl_context(self.cfg)
        return self._tls[1]

    def _has_room(self, host: str) -> bool:
        """Room for one more of this address; the oldest that waits makes it."""
        if host and self._here[host] >= CONNECTIONS_PER_ADDRESS:
            oldest = next((each for each in self._waiting if each.host == host), None)
        elif self.nr_conns >= CONNECTIONS_MAX:
            oldest = next(iter(self._waiting), None)
        else:
            return True
        if oldest is not None:
            self._drop(oldest)
        return oldest is not None

    def _wait(self, arrival: Arrival) -> None:
        self._waiting[arrival] = None
        heard = self._hear_proxy if arrival.stage is Stage.HEADER else self._heard
        self.poller.register(arrival.sock, EVENT_READ, partial(heard, arrival))

    def _heard(self, arrival: Arrival, _sock: Any) -> None:
        if arrival not in self._waiting:
            return  # dropped for another's sake since the poll
        before = arrival.progress
        try:
            heard = arrival.hear()
        except (OSError, ValueError):
            heard = Heard.GONE
        match heard:
            case Heard.WHOLE:
                self._unwait(arrival)
                self._dispatch(arrival)
            case Heard.CHUNKED:
                self._refuse(arrival)
            case Heard.GONE:
                self._drop(arrival)
            case Heard.MORE if arrival.progress != before:
                seconds = BODY_SECONDS if arrival.stage is Stage.BODY else HEAD_SECONDS
                arrival.until = self._clock.monotonic() + seconds
        if sum(each.size for each in self._waiting) > HELD_BYTES_MAX:
            self._drop(max(self._waiting, key=lambda each: each.size))

    def _refuse(self, arrival: Arrival) -> None:
        with suppress(OSError):
            util.write_error(arrival.sock, 411, "Length Required", "")
        self._leave(arrival)

    # -- serving

    def _dispatch(self, arrival: Arrival) -> None:
        self._queued[arrival.host].append(arrival)
        self._go_on(arrival.host)

    def _go_on(self, host: str) -> None:
        """Give this address's requests, in turn, the threads it may have. Whoever does not take answers gets no more of them."""
        queue = self._queued[host]
        while queue and self._busy[host] < max(1, self.cfg.threads - SPARED):
            arrival = queue.popleft()
            if _untaken_bytes(arrival.sock) > UNTAKEN_BYTES_MAX:
                self._drop(arrival)
                continue
            self._busy[host] += 1
            self.enqueue_req(arrival)
        if not queue:
            del self._queued[host]

    def handle(self, conn: Arrival) -> bool:
        """In a thread: answer one request; True where the connection stays."""
        request = None
        try:
            conn.sock.settimeout(ANSWER_SECONDS)
            request = next(conn.parser)
            return bool(self.handle_request(request, conn)) and conn.keeps
        except (StopIteration, NoMoreData):
            return False
        except OSError as broken:
            self.log.debug("an answer was not taken: %s", broken)
        except Exception as wrong:  # noqa: BLE001  # gunicorn's parser has many; its own worker answers them all
            self.handle_error(request, conn.sock, conn.client, wrong)
        return False

    def finish_request(self, conn: Arrival, fs: "Future[bool]") -> None:
        """In the loop, after `handle`: wait for the next request, or part. Whatever is wrong with one, the loop goes on."""
        self._busy -= Counter((conn.host,))
        self._go_on(conn.host)
        try:
            conn.sock.settimeout(0)
            if self.alive and not fs.cancelled() and fs.exception() is None and fs.result():
                self._next(conn)
            else:
                self._leave(conn)
        except (OSError, ValueError):  # its socket has gone
            self._drop(conn)

    def _next(self, arrival: Arrival) -> None:
        arrival.stage = Stage.HEAD
        match arrival.judged():  # something may have come together with the request before
            case Heard.WHOLE:
                self._dispatch(arrival)
            case Heard.MORE:
                patience = HEAD_SECONDS if arrival.begun else float(self.cfg.keepalive)
                arrival.until = self._clock.monotonic() + patience
                self._wait(arrival)
            case _:
                self._leave(arrival)

    # -- leaving

    def _leave(self, arrival: Arrival) -> None:
        """Say that nothing more comes, and take what is still on its way, or the last answer might be lost (RFC 9112 9.6)."""
        arrival.stage, arrival.until = Stage.LEAVING, self._clock.monotonic() + LEAVING_SECONDS
        try:
            arrival.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop(arrival)
            return
        if arrival not in self._waiting:
            self._wait(arrival)

    def _unwait(self, arrival: Arrival) -> None:
        if arrival in self._waiting:
            del self._waiting[arrival]
            with suppress(KeyError, ValueError):
                self.poller.unregister(arrival.sock)

    def _drop(self, arrival: Arrival) -> None:
        self._unwait(arrival)
        self.nr_conns -= 1
        self._here -= Counter((arrival.host,))
        arrival.sock.close()

    def murder_pending(self) -> None:
        """Once a second: drop whoever took too long, and everybody who waits when the office closes."""
        now = self._clock.monotonic()
        for arrival in [each for each in self._waiting if each.until <= now or not (self.alive or each.begun)]:
            self._drop(arrival)


def _untaken_bytes(sock: socket.socket) -> int:
    """What was sent and not yet acknowledged (SIOCOUTQ, tcp(7))."""
    (found,) = struct.unpack("i", fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, struct.pack("i", 0)))
    return int(found)
