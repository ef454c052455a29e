"""Every byte a client receives: a plain port beside it that speaks TLS to the gateway in its place, with its certificate.

libpq cannot log what TLS carried, so the client under test speaks in the clear to here, on loopback, and what the gateway
answered is kept as it came, message borders and all.
"""

import contextlib
import select
import socket
import ssl
import struct
import threading
from pathlib import Path
from typing import Any, Final

SSL_REQUEST: Final = struct.pack(">II", 8, 80877103)
SECONDS: Final = 40
PLAIN: Final = {"sslmode": "disable", "gssencmode": "disable", "sslrootcert": None, "sslcert": None, "sslkey": None}
"""How a client is told to come here: `client.psql(..., port=tap.port, **PLAIN)`."""


class Wiretap:
    """Use it in a `with`. Without `certificate` the tap shows none; without `tls` it passes the client's words in the clear."""

    def __init__(
        self, door: dict[str, Any], authority: str, certificate: Path | None, key: Path | None, *, tls: bool = True
    ) -> None:
        self._door = (door["host"], door["port"])
        self._context = ssl.create_default_context(cafile=authority) if tls else None
        if self._context is not None and certificate is not None:
            self._context.load_cert_chain(certificate, key)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._received = bytearray()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def port(self) -> int:
        number: int = self._listener.getsockname()[1]
        return number

    @property
    def received(self) -> bytes:
        """What the gateway has sent, over all connections."""
        with self._lock:
            return bytes(self._received)

    @property
    def sqlstates(self) -> list[str]:
        """The codes of the errors in it, in order."""
        return [fields["C"] for fields in map(error_fields, messages(self.received, b"E")) if "C" in fields]

    def __enter__(self) -> "Wiretap":
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError), self._reached() as server:
            while True:
                waiting = isinstance(server, ssl.SSLSocket) and server.pending() > 0
                ready = [server] if waiting else select.select([client, server], [], [], SECONDS)[0]
                if not ready or not all(self._pass(one, server if one is client else client) for one in ready):
                    return

    def _reached(self) -> socket.socket:
        plain = socket.create_connection(self._door, timeout=SECONDS)
        if self._context is None:
            return plain
        plain.sendall(SSL_REQUEST)
        assert plain.recv(1) == b"S", "the gateway offers TLS"
        return self._context.wrap_socket(plain, server_hostname=self._door[0])

    def _pass(self, source: socket.socket, sink: socket.socket) -> bool:
        """What is there goes on; False at the end. One thread carries both ways: an SSL object is not for two."""
        data = source.recv(1 << 16)
        if isinstance(sink, ssl.SSLSocket) or (self._context is None and sink.getpeername() == self._door):
            sink.sendall(data)
            return bool(data)
        with self._lock:
            self._received += data
        sink.sendall(data)
        return bool(data)


def messages(stream: bytes, kind: bytes) -> list[bytes]:
    """The bodies of the messages of one type in a stream of whole messages (protocol 3.0: type, length, body)."""
    found, at = [], 0
    while at + 5 <= len(stream):
        (length,) = struct.unpack_from(">I", stream, at + 1)
        if stream[at : at + 1] == kind:
            found.append(stream[at + 5 : at + 1 + length])
        at += 1 + length
    return found


def error_fields(body: bytes) -> dict[str, str]:
    """ErrorResponse: each field a letter and a text that ends in a zero byte."""
    return {part[:1].decode(): part[1:].decode() for part in body.split(b"\0") if part}
