"""The server's side of SSH: paramiko's Transport with the mends only a server needs (letters: docs/architecture.md).

E: a client's guessed key-exchange packet is skipped when the guess was wrong (RFC 4253 §7); every dropbear needs it.
The log-in handler is ours (`proven_auth`), and a client that is dropbear is offered dropbear's ciphers, nobody else.
Every global request and every kind of channel goes to our server object, whatever its name is made of: paramiko itself grants
`cancel-tcpip-forward`, and ends the connection over a name that is no UTF-8.
"""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from typing import Any

from paramiko import Channel, Message, SSHException
from paramiko.auth_handler import AuthHandler
from paramiko.common import (
    MSG_GLOBAL_REQUEST,
    MSG_KEXINIT,
    MSG_REQUEST_FAILURE,
    MSG_REQUEST_SUCCESS,
    cMSG_DISCONNECT,
    cMSG_GLOBAL_REQUEST,
)

from gateway.listener.allowance import Allowance, Phase
from gateway.listener.jump.opening import DirectOpening, confirmation, failure, parse_direct
from gateway.listener.parent.words import OUR_VERSION
from gateway.listener.patience import bound_patience
from gateway.listener.progress import Progress, Stage
from gateway.listener.proven_auth import ProvenAuth
from gateway.relay.ssh import algorithms
from gateway.relay.ssh.messages import answer_message, parse_request
from gateway.relay.ssh.transport import OrderedTransport
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import Text

CHANNELS_OPEN_MAX = 20
BANNER_SECONDS = 10.0
SERVICE_NOT_AVAILABLE = 7
UNREAD_SECONDS = 300.0
NO_TUNNEL = "only a target of your work orders that is open now, by its name and port 22"
NAMED_ALREADY = "leave the target out of the user name at the gateway, or do not jump"
NOT_OFFERED = "not available through the gateway"
_DROPBEAR = "SSH-2.0-dropbear"
_OF_THE_TRANSPORT = frozenset({1, 2, 3, 4, *range(30, 42)})  # DISCONNECT to DEBUG, and key exchange (RFC 4250 §4.1)


class Greeting(StrEnum):
    """Who says our version line."""

    OURS = "ours"
    SAID = "said"  # the parent has


class GatewayTransport(OrderedTransport):
    """One client's connection."""

    kex_engine: Any
    auth_handler: Any
    server_object: Any
    _log_in_handler: type[AuthHandler] = ProvenAuth

    def __init__(
        self,
        sock: socket.socket,
        *,
        greeting: Greeting = Greeting.OURS,
        unread_seconds: float = UNREAD_SECONDS,
        progress: Progress | None = None,
    ) -> None:
        """`unread_seconds`: how long output may wait for a client that takes nothing; `progress` tells how far the log-in is."""
        super().__init__(sock)
        self.banner_timeout = BANNER_SECONDS
        self._unread_seconds = unread_seconds
        self.progress = Progress(None) if progress is None else progress
        self._clock = SystemClock()
        self._allowance = Allowance(self._clock.monotonic())
        self.packetizer.judge_by(self._judge)
        self._greeted = greeting is Greeting.SAID
        if greeting is Greeting.SAID:
            self.packetizer.said_already(OUR_VERSION)
        self._peer_guess: tuple[str, str, bool] | None = None
        self._tunnels: set[int] = set()
        self.on_login: Callable[[], None] = lambda: None

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
            if not self.server_accepts:
                return None
            channel: Channel = self.server_accepts.pop(0)
        bound_patience(channel, self._unread_seconds)
        return channel

    def stop_thread(self) -> None:
        """End, and say so to whoever waits in `accept`."""
        super().stop_thread()
        with self.lock:
            self.server_accept_cv.notify_all()

    def _send_message(self, data: Message) -> None:
        """F, for what paramiko answers by itself (openings): not between our KEXINIT and our NEWKEYS (RFC 4253 §7.1)."""
        ours = threading.current_thread() is self and not self.clear_to_send.is_set()
        if ours and data.asbytes()[0] >= MSG_GLOBAL_REQUEST and self.initial_kex_done:
            self._deferred.append(data)
            return
        super()._send_message(data)

    def turn_away(self, text: Text) -> None:
        """Say why we hang up where no banner can be shown yet: a DISCONNECT, in the clear or not (RFC 4253 §11.1)."""
        if not (self._greeted or self.is_active()):
            return  # not even our version has been said
        last = Message()
        last.add_byte(cMSG_DISCONNECT)
        last.add_int(SERVICE_NOT_AVAILABLE)
        last.add_string(f"{text.en}\n{text.ja}")
        last.add_string("ja")
        with suppress(OSError, EOFError, SSHException):
            self._send_message(last)

    # -- floods and silence -------------------------------------------------------------------------------------------

    def _judge(self, kind: int, size: int) -> None:
        """Every packet, before it is acted on. Raises PeerError."""
        after = Phase.EXCHANGE if self.in_kex else Phase.OPEN
        self._allowance.came(kind, size, after if self.is_authenticated() else Phase.LOGIN)
        if kind == MSG_KEXINIT:
            self.progress.reached(Stage.OFFER)
            moved = self.packetizer.heard_bytes + self.packetizer.said_bytes
            self._allowance.exchange(moved, self._clock.monotonic())
        elif not self._is_known(kind):
            self._allowance.unknown()

    def _is_known(self, kind: int) -> bool:
        tables = (self._handler_table, self._channel_handler_table, getattr(self.auth_handler, "_handler_table", ()))
        return kind in _OF_THE_TRANSPORT or any(kind in table for table in tables)

    @property
    def heard_bytes(self) -> int:
        """How many bytes came from the client, version line aside."""
        return int(self.packetizer.heard_bytes)

    def ask_if_there(self) -> None:
        """A question every client answers, with yes or no. One that cannot be sent is one that is not answered."""
        question = Message()
        question.add_byte(cMSG_GLOBAL_REQUEST)
        question.add_string("keepalive@openssh.com")
        question.add_boolean(True)  # noqa: FBT003
        with suppress(OSError, EOFError, SSHException):
            self._send_user_message(question)

    # -- what is asked of the whole connection (RFC 4254 §4, §5.1) ----------------------------------------------------

    def _parse_global_request(self, m: Message) -> None:
        kind, want_reply = _name(m), m.get_boolean()
        granted = self.server_object.check_global_request(kind, m)
        if not want_reply:
            return
        answer = Message()
        answer.add_byte(bytes([MSG_REQUEST_SUCCESS if granted else MSG_REQUEST_FAILURE]))
        if isinstance(granted, tuple):
            answer.add(*granted)
        self._send_user_message(answer)

    def _parse_channel_open(self, m: Message) -> None:
        at = m.packet.tell()
        kind = _name(m)
        if kind == "session":
            m.packet.seek(at)
            super()._parse_channel_open(m)
        elif kind == "direct-tcpip":
            opening = parse_direct(m)
            if not self.server_object.takes_direct(opening):
                self.decline(opening)
        else:
            self.server_object.check_channel_request(kind, -1)
            self._send_user_message(failure(m.get_int(), NOT_OFFERED))

    def decline(self, opening: DirectOpening, words: str = NO_TUNNEL) -> None:
        """Answer a direct opening with no. Callable from any thread; waits while keys are exchanged, but for our own thread."""
        self._send_user_message(failure(opening.remote, words))

    def confirm(self, opening: DirectOpening) -> Channel:
        """Answer a direct opening with yes; its channel, closed already if the connection is over. Not for our own thread.

        Raises OSError or EOFError where the connection breaks meanwhile.
        """
        with self.lock:
            channel = Channel(self._next_channel())
            self._channels.put(channel.chanid, channel)
            self.channels_seen[channel.chanid] = True
            self._tunnels.add(channel.chanid)
            channel._set_transport(self)
            channel._set_window(self.default_window_size, self.default_max_packet_size)
            channel._set_remote_channel(opening.remote, opening.window, opening.packet_bytes)
        bound_patience(channel, self._unread_seconds)
        window, packet_bytes = self.default_window_size, self.default_max_packet_size
        self._forget_close(opening.remote)
        try:
            self._send_user_message(confirmation(opening.remote, channel.chanid, window, packet_bytes))
        finally:
            if not self.active:
                channel._unlink()  # it came after the transport's thread had ended all others
        return channel

    def _channel_request(self, channel: Channel, m: Message) -> None:
        """A tunnel takes no requests, and nobody waits there for any."""
        if channel.chanid not in self._tunnels:
            super()._channel_request(channel, m)
            return
        request = parse_request(m)
        self.server_object.check_channel_request(request.kind, -1)
        if request.want_reply:
            self.send(channel, answer_message(channel, granted=False))

    def _unlink_channel(self, chanid: int) -> None:
        self._tunnels.discard(chanid)
        super()._unlink_channel(chanid)

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

    def _auth_trigger(self) -> None:
        super()._auth_trigger()
        self.on_login()

    def _parse_newkeys(self, m: Message) -> None:
        if self.auth_handler is None:
            self.auth_handler = self._log_in_handler(self)
        super()._parse_newkeys(m)
        self.progress.reached(Stage.KEYS)


def _name(m: Message) -> str:
    """A kind as the peer wrote it; what is no ASCII is kept escaped, and so is the kind of nothing we know."""
    name: bytes = m.get_binary()
    return name.decode("ascii", errors="backslashreplace")


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
