"""A connection that is never waited for: what has come is taken, what is to go is kept until the socket takes it.

`PlainStream` is one without TLS: loopback only, a person's side always has TLS (`crypto.tls_stream` is of the same shape).
"""

import socket
from typing import Final, Protocol

TAKEN_AT_ONCE: Final = 64 * 1024


class Stream(Protocol):
    """Used by one thread. Every method may raise OSError, which says that the other end is gone."""

    def fileno(self) -> int:
        """The socket, to be waited for after a `read` that gave nothing."""

    def read(self) -> bytes | None:
        """All plain bytes that are there, b"" for none now, None at the end. Never waits."""

    def write(self, data: bytes) -> None:
        """Take all of it; what the socket does not take now is kept."""

    @property
    def unsent(self) -> int:
        """How many bytes are kept."""

    def flush(self) -> None:
        """Send what the socket takes now. Never waits."""

    def close(self) -> None:
        """Close at once; what was not sent is lost. Idempotent."""


class PlainStream:
    """Fills `Stream` with a connected socket, which becomes its own."""

    def __init__(self, sock: socket.socket) -> None:
        sock.settimeout(0)
        self._sock = sock
        self._out = bytearray()
        self._ended = False

    def fileno(self) -> int:
        """The socket's."""
        return self._sock.fileno()

    @property
    def unsent(self) -> int:
        """How many bytes are kept."""
        return len(self._out)

    def read(self) -> bytes | None:
        """At most TAKEN_AT_ONCE bytes; b"" for none now, None at the end."""
        if self._ended:
            return None
        try:
            came = self._sock.recv(TAKEN_AT_ONCE)
        except BlockingIOError:
            return b""
        self._ended = not came
        return came or None

    def write(self, data: bytes) -> None:
        """Send what the socket takes, keep the rest."""
        sent = 0
        if not self._out:
            try:
                sent = self._sock.send(data)
            except BlockingIOError:
                sent = 0
        if sent < len(data):
            self._out += memoryview(data)[sent:]

    def flush(self) -> None:
        """Send what the socket takes now."""
        try:
            while self._out:
                with memoryview(self._out) as waiting:
                    sent = self._sock.send(waiting[:TAKEN_AT_ONCE])
                del self._out[:sent]
        except BlockingIOError:
            return

    def close(self) -> None:
        """Close the socket."""
        self._ended = True
        self._sock.close()
