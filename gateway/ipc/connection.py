"""One server-side connection on asyncio's readiness calls: reads frames (and descriptors), writes from a bounded buffer.

asyncio's streams cannot receive descriptors, so this does its own reading. A peer that does not read what it is sent is
closed when its buffer passes the bound: nobody can make the server hold more.
"""

import asyncio
import os
import socket
from collections import deque
from collections.abc import Callable

import msgspec

from gateway.ipc.frames import FRAME_BYTES_MAX, FrameError, FrameReader, frame
from gateway.ipc.messages import Call, decode

UNSENT_BYTES_MAX = 2 * FRAME_BYTES_MAX
RECEIVE_BYTES = 65536
DESCRIPTORS_MAX = 16


class Connection:
    """Bytes and descriptors of one peer, for one event loop."""

    def __init__(self, sock: socket.socket) -> None:
        sock.settimeout(0)
        self._sock = sock
        self._loop = asyncio.get_running_loop()
        self._reader = FrameReader()
        self._unsent = bytearray()
        self._descriptors: deque[int] = deque()
        self._open = True
        self._closing = False
        self._on_call: Callable[[Call], None] = lambda _: None
        self._on_close: Callable[[], None] = lambda: None
        self._on_nonsense: Callable[[str], None] = lambda _: None

    def start(
        self, *, on_call: Callable[[Call], None], on_close: Callable[[], None], on_nonsense: Callable[[str], None]
    ) -> None:
        """Begin reading. `on_close` is called exactly once; `on_nonsense` before it when the peer sent no call."""
        self._on_call, self._on_close, self._on_nonsense = on_call, on_close, on_nonsense
        self._loop.add_reader(self._sock, self._readable)

    def send(self, body: bytes) -> None:
        """Queue one frame and write what the socket takes now. Silently nothing once closed: `on_close` has told."""
        if not self._open:
            return
        self._unsent += frame(body)
        self._writable()
        if len(self._unsent) > UNSENT_BYTES_MAX:
            self.close()

    def take_descriptor(self) -> int | None:
        """The oldest descriptor received and not yet taken; the caller owns it."""
        return self._descriptors.popleft() if self._descriptors else None

    def close_after_sending(self) -> None:
        """Close once what is queued has left."""
        self._closing = True
        if self._open:
            self._loop.remove_reader(self._sock)
            self._writable()

    def close(self) -> None:
        """Close now. Idempotent."""
        if not self._open:
            return
        self._open = False
        self._loop.remove_reader(self._sock)
        self._loop.remove_writer(self._sock)
        self._sock.close()
        while self._descriptors:
            os.close(self._descriptors.popleft())
        self._loop.call_soon(self._on_close)

    def _readable(self) -> None:
        try:
            data, descriptors, _, _ = socket.recv_fds(self._sock, RECEIVE_BYTES, DESCRIPTORS_MAX)
        except BlockingIOError:
            return
        except OSError:
            self.close()
            return
        self._descriptors.extend(descriptors)
        if not data or len(self._descriptors) > DESCRIPTORS_MAX:
            self.close()
            return
        try:
            for body in self._reader.feed(data):
                message = decode(body)
                if not isinstance(message, Call):
                    raise FrameError("a client may only call")
                if self._open and not self._closing:
                    self._on_call(message)
        except (FrameError, msgspec.DecodeError, msgspec.ValidationError) as nonsense:
            self._on_nonsense(str(nonsense)[:120])
            self.close()

    def _writable(self) -> None:
        try:
            while self._unsent:
                del self._unsent[: self._sock.send(self._unsent)]
        except BlockingIOError:
            self._loop.add_writer(self._sock, self._writable)
            return
        except OSError:
            self.close()
            return
        self._loop.remove_writer(self._sock)
        if self._closing:
            self.close()
