"""paramiko as an honest client that jumps: the log-in at the door, a `direct-tcpip` channel, and SSH inside it."""

import io
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from paramiko import Channel, Ed25519Key, Message, Transport

from tests.gateway.listener.a_gate import Gate
from tests.gateway.listener.an_attacker import SUCCESS, Attacker, _Recording
from tests.gateway.relay.ssh.a_target import ME

NAME = "build-host"
ORIGIN = ("127.0.0.1", 65535)


class PatientTransport(Transport):
    """paramiko's own as a client, but that its thread does not wait for a key exchange which only it can finish (row F)."""

    def __init__(self, sock: Any) -> None:
        super().__init__(sock)
        self._deferred: list[Message] = []

    def _send_user_message(self, data: Message) -> None:
        if threading.current_thread() is self and not self.clear_to_send.is_set():
            self._deferred.append(data)
        else:
            with suppress(EOFError):  # closing a tunnel over a connection that is gone is nobody's error
                super()._send_user_message(data)

    def _parse_newkeys(self, m: Message) -> None:
        super()._parse_newkeys(m)
        deferred, self._deferred = self._deferred, []
        for message in deferred:
            self._send_message(message)


class Outer(PatientTransport):
    """A connection to a gate, logged in without a target."""

    def __init__(self, gate: Gate, user: str = "sato") -> None:
        super().__init__(socket.create_connection(("127.0.0.1", gate.port)))
        self.start_client(timeout=10)
        for key in (gate.terminal, gate.person):
            self.auth_publickey(user, Ed25519Key(file_obj=io.StringIO(key.pem)))
        code = gate.code
        self.auth_interactive(user, lambda title, instructions, prompts: [code for _ in prompts])
        assert self.is_authenticated()

    def tunnel(self, host: str = NAME, port: int = 22, seconds: float = 10) -> Channel:
        """Ask for a tunnel. Raises ChannelException where it is refused."""
        return self.open_channel("direct-tcpip", (host, port), ORIGIN, timeout=seconds)


class Inside(Attacker):
    """An attacker on the inner SSH of a tunnel."""

    def __init__(self, gate: Gate, tunnel: Channel) -> None:
        self.gate, self.user, self.all = gate, ME.encode(), []
        self.transport = _Recording(tunnel)  # type: ignore[arg-type]  # a channel is socket enough
        self.transport.start_client(timeout=10)

    def log_in(self) -> None:
        self.service()
        self.request("none")
        assert self.hear(SUCCESS)[0] == SUCCESS


def inside(tunnel: Channel, account: str = ME) -> Transport:
    """SSH in a tunnel, logged in with nothing."""
    transport = PatientTransport(tunnel)  # a channel is socket enough
    transport.start_client(timeout=10)
    transport.auth_none(account)
    return transport


def said(transport: Transport, command: str = "true") -> tuple[bytes, bytes, int]:
    """Run a command: standard output, standard error, exit status."""
    channel = transport.open_session(timeout=10)
    channel.settimeout(10)
    channel.exec_command(command)
    out, err = b"", b""
    while data := channel.recv(65536):
        out += data
    while data := channel.recv_stderr(65536):
        err += data
    return out, err, channel.recv_exit_status()


@contextmanager
def a_jump(gate: Gate, **other: Any) -> Iterator[tuple[Outer, Transport]]:
    outer = Outer(gate)
    try:
        yield outer, inside(outer.tunnel(), **other)
    finally:
        outer.close()
