"""One client's SSH connection inside its own process: key exchange, log-in, channels, end.

The process was forked for it and ends with it. The registrar's connection is its lease on life: when either side closes,
every session here ends.
"""

import logging
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from gateway.authentication.login import Login
from gateway.authentication.progress import Over, Proved
from gateway.ipc.messages import CallRefused
from gateway.listener.channel import ClientChannel
from gateway.listener.host_key import ShownHostKeys
from gateway.listener.jump.inner_connection import InnerNeeds
from gateway.listener.jump.jump import Jumps
from gateway.listener.keep_alive import KeepAlive
from gateway.listener.progress import Progress
from gateway.listener.session import journal_refused, serve
from gateway.listener.ssh_server import GatewayServer
from gateway.listener.ssh_transport import UNREAD_SECONDS, GatewayTransport, Greeting
from gateway.listener.surroundings import Surroundings
from gateway.listener.unoffered import Thing, Unoffered
from gateway.listener.workers import Workers
from gateway.relay.ssh.sockets import tune
from gateway.sessions.ending import CLIENT_LOST, LEFT, Ending
from gateway.sessions.live import LiveSessions
from gateway.sessions.route import Route, named_in
from gateway.vocabulary.outcome import GatewayFault

log = logging.getLogger(__name__)
ENDING_SECONDS = 10.0
LEAVING_SECONDS = 1.0  # for what was typed last to reach the target after the client has gone


class Backstage(Protocol):
    """What the wiring gives a connection: its keeper and registrar, in the shapes its rooms ask for."""

    def host_keys(self) -> list[bytes]:
        """Public blobs of our host keys, the one in use first."""

    def sign(self, data: bytes, algorithm: str, key: bytes) -> bytes:
        """A signature blob by the host key with the blob `key`."""

    def host_certificate(self, name: str, key: bytes) -> bytes:
        """A certificate line for a host key of ours under a target's name."""

    def begin(self, username: str) -> Login | Over:
        """Start the log-in walk."""

    def surroundings(self, proved: Proved, live: LiveSessions) -> Surroundings:
        """What the channels of the proved person share."""

    def closed(self) -> None:
        """The connection has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLimits:
    """Bounds on waiting: for the log-in, for a sign of life after it, for output to be taken."""

    login_seconds: float
    keepalive_seconds: float = 15.0
    keepalive_missed: int = 4
    unread_seconds: float = UNREAD_SECONDS


class ClientConnection:
    """Serve it with `run`; `end_all` may come from any thread."""

    def __init__(
        self,
        sock: socket.socket,
        backstage: Backstage,
        limits: ConnectionLimits,
        *,
        greeting: Greeting = Greeting.OURS,
        progress: Progress | None = None,
        pulse: Callable[[float], None] = lambda _: None,
    ) -> None:
        """`greeting`, `progress`: the parent's part (`listener.usher`); `pulse`: a confined process's (`listener.confine`)."""
        tune(sock)
        self._backstage, self._limits, self._pulse = backstage, limits, pulse
        self._transport = GatewayTransport(
            sock, greeting=greeting, unread_seconds=limits.unread_seconds, progress=progress
        )
        self._unoffered = Unoffered(self._journal_refused)
        self._server = GatewayServer(self._transport, backstage.begin, self._unoffered.note)
        self.live = LiveSessions()
        self._workers = Workers()
        self._jumps = self._server.jumps = Jumps(self._transport, self._inner_needs, self._unoffered.note)
        self._keys = ShownHostKeys(backstage)
        self._around: Surroundings | None = None
        self._around_lock = threading.Lock()

    def run(self) -> None:
        """From the version exchange to the last channel's end."""
        self._keys.serve(self._transport, self._server.proofs, self._workers)
        deadline = threading.Timer(self._limits.login_seconds, self._too_late)
        deadline.daemon = True
        deadline.start()
        keep_alive = self._keep_alive()
        keep_alive.start()
        try:
            self._transport.start_server(event=threading.Event(), server=self._server)
            self._accept_channels()
        finally:
            deadline.cancel()
            keep_alive.close()
            self._server.gone()
            self._transport.close()
            self._workers.join(LEAVING_SECONDS)
            self._jumps.join(LEAVING_SECONDS)
            self.live.end(None, LEFT)  # whoever still waits for a target that does not answer
            self._workers.join(ENDING_SECONDS)
            self._jumps.join(ENDING_SECONDS)
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
            self._workers.start("channel", partial(serve, client, surroundings, self._route, self._unoffered.note))

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

    def _inner_needs(self) -> InnerNeeds | None:
        """What a jump takes from here; None before the log-in."""
        around = self._surroundings()
        if around is None:
            return None
        return InnerNeeds(
            around=around,
            keeper=self._backstage,
            has_room=self._server.has_room,
            login_seconds=self._limits.login_seconds,
            unread_seconds=self._limits.unread_seconds,
        )

    def _journal_refused(self, things: Mapping[Thing, int]) -> None:
        around = self._surroundings()
        if around is None:
            return
        try:
            journal_refused(around, self._route, things)
        except (GatewayFault, CallRefused) as fault:
            log.error("what was refused cannot be journalled, so this connection ends: %s", fault)  # noqa: TRY400
            self._transport.close()

    def _keep_alive(self) -> KeepAlive:
        return KeepAlive(
            self._transport,
            seconds=self._limits.keepalive_seconds,
            missed_max=self._limits.keepalive_missed,
            is_wanted=lambda: self._server.proved is not None,
            on_lost=lambda: self.end_all(CLIENT_LOST),
            pulse=self._pulse,
        )

    def _too_late(self) -> None:
        if self._server.proved is None:
            log.info("no log-in within %g s", self._limits.login_seconds)
            self._transport.close()

    def _close_when_empty(self) -> None:
        self._workers.join(ENDING_SECONDS)
        self._jumps.join_channels(ENDING_SECONDS)
        self._transport.close()
