"""A network between the gateway and a target that can break without a word: no FIN, no RST, nothing arrives any more."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.gateway.relay.ssh.a_target import Listening


class SilentLine(Listening):
    """Passes everything on to a loopback port until it is silenced."""

    def __init__(self, to_port: int) -> None:
        self._to_port = to_port
        self._is_silent = threading.Event()
        self._over = threading.Event()
        super().__init__()

    def silence(self) -> None:
        """From now on nothing passes, in either direction, and nobody is told."""
        self._is_silent.set()

    def serve(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self._to_port)) as target:
            ways = [threading.Thread(target=self._carry, args=way) for way in ((client, target), (target, client))]
            for way in ways:
                way.start()
            self._over.wait()
            for end in (client, target):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            for way in ways:
                way.join()

    def close(self) -> None:
        self._over.set()
        super().close()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if not self._is_silent.is_set():
                    sink.sendall(data)
            if not self._is_silent.is_set():
                sink.shutdown(socket.SHUT_WR)


@contextmanager
def a_silent_line(to_port: int) -> Iterator[SilentLine]:
    line = SilentLine(to_port)
    try:
        yield line
    finally:
        line.close()
