"""The asking side: blocking calls from any thread over one connection, with one reader thread for replies and news.

The connection's end is news too (`on_closed`): for a session process the registrar's end is the end of the session.
"""

import itertools
import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar

import msgspec

from gateway.ipc.frames import FrameError, FrameReader, frame
from gateway.ipc.messages import Call, CallRefused, News, Params, Refused, Reply, decode, encode, opened, raw
from gateway.vocabulary.outcome import GatewayFault, Text

T = TypeVar("T")
RECEIVE_BYTES = 65536
OnNews = Callable[[str, Mapping[str, Any]], None]


class Asks(Protocol):
    """Something one can call: a `Caller`, or a `LastingCaller` that makes its connection anew."""

    def call(self, name: str, params: Params, result: type[T], *, timeout_seconds: float = 10.0) -> T:
        """Ask and wait; raises CallRefused or GatewayFault."""


class Caller:
    """One connection to a server of `ipc.server`. Thread safe."""

    def __init__(
        self, sock: socket.socket, *, on_news: OnNews | None = None, on_closed: Callable[[], None] | None = None
    ) -> None:
        self._sock = sock
        self._on_news = on_news
        self._on_closed = on_closed
        self._ids = itertools.count(1)
        self._sending = threading.Lock()
        self._waiting: dict[int, SimpleQueue[Reply | Refused | None]] = {}
        self._waiting_lock = threading.Lock()
        self._closed = threading.Event()
        self._reader = threading.Thread(target=self._read, name="ipc-reader", daemon=True)
        self._reader.start()

    def call(self, name: str, params: Params, result: type[T], *, timeout_seconds: float = 10.0) -> T:
        """Ask and wait.

        Raises CallRefused for a refusal in words, GatewayFault when the connection is or gets closed, when no answer comes
        within `timeout_seconds`, or when the answer is not a `result`.
        """
        number = next(self._ids)
        answer: SimpleQueue[Reply | Refused | None] = SimpleQueue()
        with self._waiting_lock:
            if self._closed.is_set():
                raise GatewayFault(f"{name}: the other process is gone")
            self._waiting[number] = answer
        try:
            self._send(name, encode(Call(id=number, call=name, args=raw(params))))
            return self._answered(name, answer, result, timeout_seconds)
        finally:
            with self._waiting_lock:
                self._waiting.pop(number, None)

    def close(self) -> None:
        """End the connection; every waiting call fails."""
        try:
            self._sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            self._closed.set()  # the other side was faster; the reader ends by itself
        if threading.current_thread() is not self._reader:
            self._reader.join(timeout=5)
        self._sock.close()

    @property
    def closed(self) -> bool:
        """True once either side has ended the connection."""
        return self._closed.is_set()

    def _send(self, name: str, body: bytes) -> None:
        try:
            with self._sending:
                self._sock.sendall(frame(body))
        except (OSError, FrameError) as error:
            raise GatewayFault(f"{name}: cannot be asked: {error}") from error

    def _answered(
        self, name: str, answer: "SimpleQueue[Reply | Refused | None]", result: type[T], timeout_seconds: float
    ) -> T:
        try:
            message = answer.get(timeout=timeout_seconds)
        except Exception as error:  # queue.Empty has no name in SimpleQueue's C module
            raise GatewayFault(f"{name}: no answer within {timeout_seconds:g} s") from error
        if message is None:
            raise GatewayFault(f"{name}: the other process is gone")
        if isinstance(message, Refused):
            raise CallRefused(message.code, Text(ja=message.ja, en=message.en))
        try:
            return opened(message.result, result)
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            raise GatewayFault(f"{name}: an answer of another form: {error}") from error

    def _read(self) -> None:
        reader = FrameReader()
        try:
            while data := self._sock.recv(RECEIVE_BYTES):
                for body in reader.feed(data):
                    self._deliver(decode(body))
        except (OSError, FrameError, msgspec.DecodeError, msgspec.ValidationError):
            pass  # every way of ending is the same end, told below
        finally:
            self._end()

    def _deliver(self, message: Call | Reply | Refused | News) -> None:
        if isinstance(message, News):
            if self._on_news is not None:
                self._on_news(message.kind, opened(message.args, dict))
        elif not isinstance(message, Call):
            with self._waiting_lock:
                answer = self._waiting.get(message.id)
            if answer is not None:
                answer.put(message)

    def _end(self) -> None:
        with self._waiting_lock:
            self._closed.set()
            for answer in self._waiting.values():
                answer.put(None)
        if self._on_closed is not None:
            self._on_closed()


def connect(path: Path, *, on_news: OnNews | None = None, on_closed: Callable[[], None] | None = None) -> Caller:
    """A Caller to the server listening at `path`. Raises GatewayFault when nobody listens there."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        sock.connect(str(path))
    except OSError as error:
        sock.close()
        raise GatewayFault(f"nobody listens at {path.name} ({error.strerror}); is `sekisho serve` running?") from error
    return Caller(sock, on_news=on_news, on_closed=on_closed)


class LastingCaller:
    """Calls through a door that may close and open again: the connection is made when it is needed. Thread safe.

    Only for doors where a connection has no memory worth keeping; a bound person is not carried over.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._caller: Caller | None = None

    def call(self, name: str, params: Params, result: type[T], *, timeout_seconds: float = 10.0) -> T:
        """Ask and wait. Raises CallRefused, or GatewayFault also while nobody listens."""
        return self._connected().call(name, params, result, timeout_seconds=timeout_seconds)

    def close(self) -> None:
        """End the connection, if there is one."""
        with self._lock:
            if self._caller is not None:
                self._caller.close()

    def _connected(self) -> Caller:
        with self._lock:
            if self._caller is None or self._caller.closed:
                self._caller = connect(self._path)
            return self._caller
