"""One browser's connection until its request is whole: handshake, head and body come in without anybody waiting for them.

Before all that a configured proxy says whose connection it is, in the clear; until then it is nobody's.

How large a request is, gunicorn's own parser says of its head, so that nobody reads it differently later; a thread is then
given bytes and never reads from the socket. A chunked body has no size beforehand and is refused (411, RFC 9112 section 6.3):
no browser sends a form that way. A body that is too large is thrown away as it comes, so that its sender can read the answer.
"""

import socket
import ssl
from enum import Enum, auto
from typing import Any, Final

from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from gunicorn.http.unreader import IterUnreader

from gateway.proxies.header import HEADER_BYTES_MAX, read
from gateway.proxies.said import Client, Said

HEAD_BYTES_MAX: Final = 64 * 1024
BODY_BYTES_MAX: Final = 1024 * 1024  # the application's own bound: what is larger it refuses unread
THROWN_BYTES_MAX: Final = 32 * 1024 * 1024  # beyond this nobody is told why
READ_BYTES: Final = 16 * 1024  # what TLS decrypts at once
READS_AT_ONCE: Final = 8
END: Final = b"\r\n\r\n"


class Heard(Enum):
    """What came of listening."""

    MORE = auto()  # to come
    WHOLE = auto()  # a thread may answer it
    CHUNKED = auto()  # 411
    GONE = auto()  # it hung up, or sends what is no request


class Stage(Enum):
    """Where a connection is."""

    HEADER = auto()  # a proxy has still to say whose connection it is
    HANDSHAKE = auto()
    HEAD = auto()
    BODY = auto()
    SERVED = auto()  # a thread's
    LEAVING = auto()  # answered for the last time; what still comes is not read


class Arrival:
    """One connection. gunicorn takes `sock`, `client`, `server` and `parser` from it, as from its own."""

    def __init__(self, cfg: Any, sock: socket.socket, client: tuple[str, int], server: Any, until: float) -> None:
        """`sock` does not block; `until` is when its patience ends (monotonic seconds).

        One of TLS has not begun its handshake; one without is a proxy's, and `client` means nothing until it is `announced`.
        """
        self.sock: Any = sock
        self.client, self.server, self.until = client, server, until
        self.stage = Stage.HANDSHAKE if isinstance(sock, ssl.SSLSocket) else Stage.HEADER
        self.parser: Any = None
        self.keeps = True
        self._cfg = cfg
        self._held = bytearray()
        self._size = self._missing = 0

    @property
    def host(self) -> str:
        """Whose connection it is; "" while that has not been said."""
        return "" if self.stage is Stage.HEADER else self.client[0]

    def said(self) -> Said | None:
        """What a proxy's header says; None until it is whole. What follows it stays in the socket. Raises OSError."""
        try:
            first = self.sock.recv(HEADER_BYTES_MAX, socket.MSG_PEEK)
        except BlockingIOError:
            return None
        if not first:
            raise ConnectionResetError("it has gone")
        found = read(first)
        if isinstance(found, Client):
            self.sock.recv(found.size)
        return found

    def announced(self, sock: ssl.SSLSocket, client: tuple[str, int]) -> None:
        """It is `client`'s, and `sock`, the same connection, begins TLS."""
        self.sock, self.client, self.stage = sock, client, Stage.HANDSHAKE

    @property
    def size(self) -> int:
        """Bytes it holds."""
        return len(self._held)

    @property
    def begun(self) -> bool:
        """True once a request has begun."""
        return self.stage is Stage.BODY or bool(self._held)

    @property
    def progress(self) -> tuple[Stage, bool]:
        """How far it is; each step has its own patience, and no step comes twice in one request."""
        return self.stage, self.begun

    def hear(self) -> Heard:
        """Take what has come. Raises OSError where the connection broke."""
        try:
            if self.stage is Stage.HANDSHAKE:
                self.sock.do_handshake()
                self.stage = Stage.HEAD
            return self._read()
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError, BlockingIOError):
            return self.judged()

    def judged(self) -> Heard:
        """Whether what is held is a whole request; on WHOLE, `parser` has it."""
        if self.stage is Stage.HEAD:
            end = self._held.find(END)
            if end < 0:
                return Heard.GONE if len(self._held) > HEAD_BYTES_MAX else Heard.MORE
            if not self._begin(end + len(END)):
                return Heard.CHUNKED
        if self.stage is not Stage.BODY or len(self._held) < self._size or self._missing:
            return Heard.MORE
        self.parser = RequestParser(self._cfg, iter([bytes(self._held[: self._size])]), self.client)
        del self._held[: self._size]
        self.stage = Stage.SERVED
        return Heard.WHOLE

    def _read(self) -> Heard:
        reads = 0
        while reads < READS_AT_ONCE or self.sock.pending():  # what TLS holds already makes no socket readable
            reads += 1
            data = self.sock.recv(READ_BYTES)
            if not data:
                return Heard.GONE
            if self.stage is Stage.LEAVING:
                continue
            if self._missing:
                self._missing = max(0, self._missing - len(data))
            else:
                self._held += data
            if (heard := self.judged()) is not Heard.MORE:
                return heard
        return Heard.MORE

    def _begin(self, head: int) -> bool:
        """Read the head; False for a chunked body."""
        body = _body_of(self._cfg, bytes(self._held[:head]), self.client)
        if body is None:
            return False
        self.stage, self._size = Stage.BODY, head + body
        if body > BODY_BYTES_MAX:
            came = len(self._held) - head
            self.keeps, self._size = False, head
            self._missing = max(0, body - came) if body <= THROWN_BYTES_MAX else 0
            del self._held[head:]
        return True


def _body_of(cfg: Any, head: bytes, client: tuple[str, int]) -> int | None:
    """Bytes of the body; None for a chunked one. What cannot be read has none: whoever answers says what is wrong with it."""
    try:
        headers = Request(cfg, IterUnreader([head]), client).headers
    except Exception:  # noqa: BLE001  # gunicorn's many; its parser says the same once more, and then it is answered
        return 0
    told = dict(headers)
    return None if "TRANSFER-ENCODING" in told else int(told.get("CONTENT-LENGTH") or 0)
