"""Clients whose every message a test chooses, and small waits."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

import paramiko
from paramiko import Channel

from gateway.relay.ssh.messages import ChannelRequest, request_message
from gateway.relay.ssh.transport import OrderedTransport


def string(data: bytes) -> bytes:
    """An SSH string (RFC 4251 §5)."""
    return len(data).to_bytes(4, "big") + data


def number(value: int) -> bytes:
    """A uint32."""
    return value.to_bytes(4, "big")


def a_client(door: Any) -> tuple[OrderedTransport, Channel]:
    """Our own transport as a client of an open door: raw requests, and a window that is only enlarged by reading."""
    transport = OrderedTransport(socket.create_connection(("127.0.0.1", door.port)))
    transport.start_client(timeout=10)
    transport.auth_none("sato")
    return transport, transport.open_session(timeout=10)


def ask(transport: Any, channel: Channel, kind: str, fields: bytes, *, want_reply: bool = True) -> bool | None:
    """Send a channel request; its answer if one is wanted."""
    request = ChannelRequest(kind, want_reply=want_reply, fields=fields)
    if want_reply:
        return bool(transport.ask(channel, [request]))
    transport._send_user_message(request_message(channel, request))
    return None


@contextmanager
def a_paramiko_session(door: Any, command: str, pty: bool = True) -> Iterator[Channel]:
    """paramiko's own client running `command`."""
    transport = paramiko.Transport(("127.0.0.1", door.port))
    try:
        transport.start_client(timeout=10)
        transport.auth_none("sato")
        channel = transport.open_session(timeout=10)
        if pty:
            channel.get_pty()
        channel.exec_command(command)
        yield channel
    finally:
        transport.close()


def receive_until(channel: Channel, words: bytes) -> bytes:
    channel.settimeout(10)
    got = b""
    while words not in got:
        data = channel.recv(4096)
        assert data, got
        got += data
    return got


def read_until(stream: IO[bytes], words: bytes) -> bytes:
    got = b""
    while words not in got:
        data = os.read(stream.fileno(), 4096)
        assert data, got
        got += data
    return got


def wait_until(true: Callable[[], object], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """True while the process runs; a zombie does not."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
