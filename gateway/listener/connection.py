"""One client's SSH connection inside its own process: key exchange, log-in, channels, end.

The process was forked for it and ends with it. The registrar's connection is its lease on life: when either side closes,
every session here ends.
"""

import logging
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from gateway.authentication.login import Login
from gateway.authentication.progress import Over, Proved
from gateway.ipc.messages import CallRefused
from gateway.listener.channel import ClientChannel
from gateway.listener.host_key import KeptHostKey
from gateway.listener.session import Surroundings, journal_refused, serve
from gateway.listener.ssh_server import GatewayServer
from gateway.listener.ssh_transport import GatewayTransport
from gateway.listener.unoffered import Unoffered
from gateway.relay.ssh.sockets import tune
from gateway.sessions.ending import LEFT, Ending
from gateway.sessions.live import LiveSessions
from gateway.sessions.route import Route, named_in
from gateway.vocabulary.outcome import GatewayFault

log = logging.getLogger(__name__)
ENDING_SECONDS = 10.0
LEAVING_SECONDS = 1.0  # for what was typed last to reach the target after the client has gone


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
        self._unoffered = Unoffered(self._journal_refused)
        self._server = GatewayServer(self._transport, backstage.begin, self._unoffered.note)
        self.live = LiveSessions()
        self._workers: list[threading.Thread] = []
        self._around: Surroundings | None = None
        self._around_lock = threading.Lock()

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
            self._join_workers(LEAVING_SECONDS)
            self.live.end(None, LEFT)  # whoever still waits for a target that does not answer
            self._join_workers(ENDING_SECONDS)
            self._unoffered.close()
            self._backstage.closed()

    def end_all(self, ending: Ending) -> None:
        """End every session and, once they are over, the connection."""
        self.live.end(None, ending)
        threading.Thread(target=self._close_when_empty, daemon=True).start()

    def _accept_channels(self) -> None:
        for channel in iter(self._transport.accept, None):
            surroundings = self._surroundings()
            if surroundings is None:
                return  # a channel without a log-in cannot be (paramiko answers it); then nothing here can be trusted
            client = ClientChannel(self._transport, channel)
            arguments = (client, surroundings, self._route, self._unoffered.note)
            worker = threading.Thread(target=serve, args=arguments, name="channel", daemon=True)
            self._workers = [*filter(threading.Thread.is_alive, self._workers), worker]
            worker.start()

    def _surroundings(self) -> Surroundings | None:
        """Made once, when they are first needed after the log-in; None before it."""
        with self._around_lock:
            if self._around is None and self._server.proved is not None:
                self._around = self._backstage.surroundings(self._server.proved, self.live)
            return self._around

    @property
    def _route(self) -> Route:
        """Where the user name at the door leads; nowhere before the log-in."""
        proved = self._server.proved
        return Route(target=None, account=None) if proved is None else named_in(proved.login_name)

    def _journal_refused(self, kinds: Mapping[str, int]) -> None:
        around = self._surroundings()
        if around is None:
            return
        try:
            journal_refused(around, self._route, kinds)
        except (GatewayFault, CallRefused) as fault:
            log.error("what was refused cannot be journalled, so this connection ends: %s", fault)  # noqa: TRY400
            self._transport.close()

    def _too_late(self) -> None:
        if self._server.proved is None:
            log.info("no log-in within %g s", self._limits.login_seconds)
            self._transport.close()

    def _close_when_empty(self) -> None:
        self._join_workers(ENDING_SECONDS)
        self._transport.close()

    def _join_workers(self, seconds: float) -> None:
        """Wait for all of them together, at most `seconds`."""
        over = threading.Event()
        alarm = threading.Timer(seconds, over.set)
        alarm.daemon = True
        alarm.start()
        for worker in list(self._workers):
            while worker.is_alive() and not over.is_set():
                worker.join(0.05)
        alarm.cancel()
