"""The server's side of SSH: paramiko's Transport with the mends only a server needs (letters: docs/architecture.md).

E: a client's guessed key-exchange packet is skipped when the guess was wrong (RFC 4253 §7); every dropbear needs it.
The log-in handler is ours (`proven_auth`), and a client that is dropbear is offered dropbear's ciphers, nobody else.
"""

import socket
from typing import Any

from paramiko import Channel, Message

from gateway.listener.proven_auth import ProvenAuth
from gateway.relay.ssh import algorithms
from gateway.relay.ssh.transport import OrderedTransport

CHANNELS_OPEN_MAX = 20
BANNER_SECONDS = 10.0
_DROPBEAR = "SSH-2.0-dropbear"


class GatewayTransport(OrderedTransport):
    """One client's connection."""

    kex_engine: Any
    auth_handler: Any

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self.banner_timeout = BANNER_SECONDS
        self._peer_guess: tuple[str, str, bool] | None = None

    def _send_kex_init(self) -> None:
        if self.remote_version.startswith(_DROPBEAR):
            self._preferred_ciphers = algorithms.DROPBEAR_CIPHERS
            self._preferred_macs = algorithms.DROPBEAR_MACS
        super()._send_kex_init()

    # -- the accepting thread -----------------------------------------------------------------------------------------

    def accept(self, timeout: float | None = None) -> Channel | None:
        """The next channel; None when `timeout` is over or the connection is. paramiko's own can miss its end and sleep on."""
        with self.lock:
            self.server_accept_cv.wait_for(lambda: self.server_accepts or not self.active, timeout)
            return self.server_accepts.pop(0) if self.server_accepts else None

    def stop_thread(self) -> None:
        """End, and say so to whoever waits in `accept`."""
        super().stop_thread()
        with self.lock:
            self.server_accept_cv.notify_all()

    # -- E ------------------------------------------------------------------------------------------------------------

    def _really_parse_kex_init(self, m: Message, ignore_first_byte: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002
        parsed: dict[str, Any] = super()._really_parse_kex_init(m, ignore_first_byte)
        if not ignore_first_byte:
            self._peer_guess = (
                parsed["kex_algo_list"][0],
                parsed["server_key_algo_list"][0],
                parsed["kex_follows"],
            )
        return parsed

    def _parse_kex_init(self, m: Message) -> None:
        super()._parse_kex_init(m)
        if self._peer_guess is None:
            return
        exchange, host_key, follows = self._peer_guess
        if follows and (exchange, host_key) != (self.preferred_kex[0], self.host_key_type):
            self.kex_engine = _SkippedGuess(self, self.kex_engine)

    def _parse_newkeys(self, m: Message) -> None:
        if self.auth_handler is None:
            self.auth_handler = ProvenAuth(self)
        super()._parse_newkeys(m)


class _SkippedGuess:
    """A key exchange that drops the first packet it is given and then is the real one."""

    def __init__(self, transport: GatewayTransport, engine: Any) -> None:
        self._transport, self._engine = transport, engine
        self._expected: tuple[int, ...] = ()

    def start_kex(self) -> None:
        self._engine.start_kex()
        self._expected = self._transport._expected_packet

    def parse_next(self, ptype: int, m: Message) -> None:
        del ptype, m
        self._transport.kex_engine = self._engine
        self._transport._expect_packet(*self._expected)
