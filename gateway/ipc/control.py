"""The gateway parent's line to keeper and registrar: no thread, no waiting, because the parent forks.

It hands over one descriptor per accepted connection and reads what comes back when its selector says so.
"""

import itertools
import socket
from pathlib import Path

import msgspec

from gateway.ipc.client import RECEIVE_BYTES
from gateway.ipc.frames import FrameError, FrameReader, frame
from gateway.ipc.messages import Adopt, Call, News, Params, Refused, Reply, decode, encode, raw
from gateway.vocabulary.outcome import GatewayFault


class ControlLine:
    """One connection through the `gateway` door of a server. For a single thread."""

    def __init__(self, path: Path, kept: int | None = None) -> None:
        """A new one; or, with a descriptor, one that the program before this had. Raises GatewayFault."""
        self._sock = _connected(path) if kept is None else socket.socket(fileno=kept)
        self._sock.settimeout(1.0)  # a send may wait a second for a busy server, never longer
        self._reader = FrameReader()
        self._ids = itertools.count(1)

    def fileno(self) -> int:
        """For the selector."""
        return self._sock.fileno()

    def hand_over(self, connection: str, address: str) -> socket.socket:
        """Make a socket pair, give one end to the server as `connection`, return the other. Raises GatewayFault."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            body = self._call("session.adopt", Adopt(connection=connection, address=address))
            try:
                sent = socket.send_fds(self._sock, [body], [theirs.fileno()])
                self._sock.sendall(body[sent:])
            except OSError as error:
                ours.close()
                raise GatewayFault(f"session.adopt: {error}") from error
        return ours

    def tell(self, name: str, params: Params) -> None:
        """Send a call whose reply is only looked at by `read`. Raises GatewayFault."""
        try:
            self._sock.sendall(self._call(name, params))
        except OSError as error:
            raise GatewayFault(f"{name}: {error}") from error

    def read(self) -> list[News | Reply | Refused]:
        """What has arrived. Raises GatewayFault when the server is gone or talks nonsense."""
        try:
            data = self._sock.recv(RECEIVE_BYTES)
            if not data:
                raise GatewayFault("the other process is gone")
            messages = [decode(body) for body in self._reader.feed(data)]
        except (OSError, FrameError, msgspec.DecodeError, msgspec.ValidationError) as error:
            raise GatewayFault(f"control line: {error}") from error
        return [message for message in messages if not isinstance(message, Call)]

    @property
    def is_between(self) -> bool:
        """True while no message is half there, so that another program could go on with it."""
        return self._reader.is_between

    def close(self) -> None:
        """End the line."""
        self._sock.close()

    def _call(self, name: str, params: Params) -> bytes:
        return frame(encode(Call(id=next(self._ids), call=name, args=raw(params))))


def _connected(path: Path) -> socket.socket:
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        sock.connect(str(path))
    except OSError as error:
        sock.close()
        raise GatewayFault(f"nobody listens at {path.name} ({error.strerror})") from error
    return sock
