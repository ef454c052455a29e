"""One client's SSH connection inside its own process: key exchange, log-in, channels, end.

The process was forked for it and ends with it. The registrar's connection is its lease on life: when either side closes,
every session here ends.
"""

import logging
import socket
import threading
from dataclasses import dataclass
from typing import Protocol

from paramiko import Channel

from gateway.authentication.login import Login
from gateway.authentication.progress import Over, Proved
from gateway.listener.channel import ClientChannel
from gateway.listener.host_key import KeptHostKey
from gateway.listener.session import Surroundings, serve
from gateway.listener.ssh_server import GatewayServer
from gateway.listener.ssh_transport import GatewayTransport
from gateway.sessions.ending import Ending
from gateway.sessions.live import LiveSessions

log = logging.getLogger(__name__)
KEEPALIVE_SECONDS = 30
DEAD_PEER_MILLISECONDS = 90_000
ACCEPT_SECONDS = 5.0  # paramiko's accept can miss the end of its own transport; this bounds how long
ENDING_SECONDS = 10.0


class Backstage(Protocol):
    """What the wiring gives a connection: its keeper and registrar, in the shapes its rooms ask for."""

    def host_keys(self) -> list[bytes]:
        """Public blobs of our host keys."""

    def sign(self, data: bytes, algorithm: str) -> bytes:
        """A signature blob by a host key."""

    def begin(self, username: str) -> Login | Over:
        """Start the log-in walk."""

    def surroundings(self, proved: Proved, live: LiveSessions) -> Surroundings:
        """What the channels of the proved person share."""

    def closed(self) -> None:
        """The connection has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLimits:
    """Bounds before the log-in."""

    login_seconds: float


class ClientConnection:
    """Serve it with `run`; `end_all` may come from any thread."""

    def __init__(self, sock: socket.socket, backstage: Backstage, limits: ConnectionLimits) -> None:
        tune(sock)
        self._backstage, self._limits = backstage, limits
        self._transport = GatewayTransport(sock)
        self._server = GatewayServer(self._transport, backstage.begin)
        self.live = LiveSessions()
        self._workers: list[threading.Thread] = []

    def run(self) -> None:
        """From the version exchange to the last channel's end."""
        for blob in self._backstage.host_keys():
            self._transport.add_server_key(KeptHostKey(blob, self._backstage.sign))
        deadline = threading.Timer(self._limits.login_seconds, self._too_late)
        deadline.daemon = True
        deadline.start()
        try:
            self._transport.start_server(event=threading.Event(), server=self._server)
            self._accept_channels()
        finally:
            deadline.cancel()
            self._server.gone()
            self._transport.close()
            self._join_workers()
            self._backstage.closed()

    def end_all(self, ending: Ending) -> None:
        """End every session and, once they are over, the connection."""
        self.live.end(None, ending)
        threading.Thread(target=self._close_when_empty, daemon=True).start()

    def _accept_channels(self) -> None:
        surroundings: Surroundings | None = None
        while (channel := self._next_channel()) is not None:
            if surroundings is None and self._server.proved is not None:
                surroundings = self._backstage.surroundings(self._server.proved, self.live)
            if surroundings is None:
                return  # a channel without a log-in cannot be (paramiko answers it); then nothing here can be trusted
            client = ClientChannel(self._transport, channel)
            worker = threading.Thread(target=serve, args=(client, surroundings), name="channel", daemon=True)
            self._workers.append(worker)
            worker.start()

    def _next_channel(self) -> Channel | None:
        while self._transport.is_active() or self._transport.server_accepts:
            channel = self._transport.accept(ACCEPT_SECONDS)
            if channel is not None:
                return channel
        return None

    def _too_late(self) -> None:
        if self._server.proved is None:
            log.info("no log-in within %g s", self._limits.login_seconds)
            self._transport.close()

    def _close_when_empty(self) -> None:
        self._join_workers()
        self._transport.close()

    def _join_workers(self) -> None:
        for worker in list(self._workers):
            worker.join(ENDING_SECONDS)


def tune(sock: socket.socket) -> None:
    """No delay for keystrokes, and a dead peer is noticed though nobody types."""
    if sock.family not in (socket.AF_INET, socket.AF_INET6):
        return
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, KEEPALIVE_SECONDS)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, KEEPALIVE_SECONDS)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAD_PEER_MILLISECONDS)
