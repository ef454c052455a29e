"""The answering side, on asyncio: doors (a socket per role), a table of requests, and peers with a memory.

A peer's role comes from the door it came through and the uid the kernel vouches for (SO_PEERCRED); the role `session` has no
door: such descriptors are handed over by the gateway. What the table does not list is a violation: refused, reported, closed.
"""

import asyncio
import inspect
import logging
import os
import socket
import stat
import struct
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

from gateway.ipc.connection import Connection
from gateway.ipc.messages import Adopt, Call, News, Refused, Reply, encode, opened, raw
from gateway.vocabulary.outcome import GatewayFault, Text

log = logging.getLogger(__name__)
NOT_LISTED = Text(ja="この要求は許可されていません。", en="This request is not permitted.")
FAULT = Text(
    ja="ゲートウェイ内部の障害です。管理者に連絡してください。", en="Fault inside the gateway. Tell the administrator."
)
PATH_BYTES_MAX: Final = 107  # unix(7), without the NUL
DOOR_MODE = 0o666  # who may come in is decided by the uid the kernel vouches for; the processes share no group
_UCRED = struct.Struct("3i")


class Refuse(Exception):
    """A handler's refusal in words; the connection stays."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(code)
        self.code = code
        self.text = text


class Violation(Exception):
    """A handler saw what no honest peer does (out of order, another person): refused, reported, closed."""


@dataclass(eq=False, slots=True, kw_only=True)
class Peer:
    """Who is on the other end. `memo` keeps what a table remembers of this connection, by type."""

    role: str
    uid: int
    pid: int
    connection: str
    address: str
    line: Connection
    memo: dict[type, Any] = field(default_factory=dict)

    def news(self, kind: str, params: msgspec.Struct) -> None:
        """Say something unasked. A peer that does not read it is closed by the bound on its buffer."""
        self.line.send(encode(News(kind=kind, args=raw(params))))

    def close(self) -> None:
        """End the connection."""
        self.line.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A row of the table. The handler answers a value, an awaitable of one, or raises Refuse or Violation."""

    name: str
    params: type[msgspec.Struct]
    roles: frozenset[str]
    handler: Callable[[Peer, Any], Any | Awaitable[Any]]


class Server:
    """Serves one table on several doors."""

    def __init__(
        self,
        requests: Iterable[Request],
        *,
        on_open: Callable[[Peer], None] | None = None,
        on_close: Callable[[Peer], None] | None = None,
        on_violation: Callable[[Peer, str], None] | None = None,
    ) -> None:
        self._table: dict[str, Request] = {}
        for request in requests:
            if request.name in self._table:
                raise ValueError(f"two requests of the name {request.name}")
            self._table[request.name] = request
        self._on_open, self._on_close, self._on_violation = on_open, on_close, on_violation
        self._peers: set[Peer] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._doors: list[tuple[socket.socket, Path]] = []

    @property
    def peers(self) -> frozenset[Peer]:
        """Everybody connected now."""
        return frozenset(self._peers)

    async def listen(self, path: Path, *, role: str, uids: frozenset[int], mode: int = DOOR_MODE) -> None:
        """Open a door. A dead socket left at `path` is removed; anything else there raises FileExistsError.

        Raises GatewayFault where the path is longer than a socket's may be.
        """
        if len(os.fsencode(path)) > PATH_BYTES_MAX:
            raise GatewayFault(
                f"{path}: a socket's path has {PATH_BYTES_MAX} bytes at most; choose a shorter state.directory"
            )
        if path.exists() and not stat.S_ISSOCK(path.lstat().st_mode):
            raise FileExistsError(f"{path} is not a socket")
        path.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        listener.bind(str(path))
        path.chmod(mode)
        listener.listen(128)
        self._doors.append((listener, path))
        asyncio.get_running_loop().add_reader(listener, self._accept, listener, role, uids)

    def adopt(self, sock: socket.socket, *, role: str, connection: str, address: str = "") -> Peer:
        """Serve a descriptor that was handed over."""
        pid, uid, _ = _credentials(sock)
        return self._welcome(sock, role, pid, uid, connection, address)

    async def close(self) -> None:
        """Shut the doors, then every connection."""
        for listener, path in self._doors:
            asyncio.get_running_loop().remove_reader(listener)
            listener.close()
            path.unlink(missing_ok=True)
        for peer in list(self._peers):
            peer.close()
        for task in list(self._tasks):
            task.cancel()

    def _accept(self, listener: socket.socket, role: str, uids: frozenset[int]) -> None:
        try:
            sock, _ = listener.accept()
        except OSError:
            return
        pid, uid, _ = _credentials(sock)
        if uid not in uids:
            log.warning("uid %d refused at the %s door", uid, role)
            sock.close()
            return
        self._welcome(sock, role, pid, uid, connection=f"{role}-{pid}", address="")

    def _welcome(self, sock: socket.socket, role: str, pid: int, uid: int, connection: str, address: str) -> Peer:
        line = Connection(sock)
        peer = Peer(role=role, uid=uid, pid=pid, connection=connection, address=address, line=line)
        self._peers.add(peer)
        line.start(
            on_call=lambda call: self._called(peer, call),
            on_close=lambda: self._gone(peer),
            on_nonsense=lambda what: self._report(peer, f"no call: {what}"),
        )
        if self._on_open is not None:
            self._on_open(peer)
        return peer

    def _gone(self, peer: Peer) -> None:
        self._peers.discard(peer)
        if self._on_close is not None:
            self._on_close(peer)

    def _called(self, peer: Peer, call: Call) -> None:
        if call.call == "session.adopt" and peer.role == "gateway":
            self._hand_over(peer, call)
            return
        request = self._table.get(call.call)
        if request is None or peer.role not in request.roles:
            self._violated(peer, call, "not listed")
            return
        try:
            params = opened(call.args, request.params)
        except (msgspec.DecodeError, msgspec.ValidationError):
            self._violated(peer, call, "undecodable parameters")
            return
        task = asyncio.ensure_future(self._answer(peer, call, request, params))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _hand_over(self, peer: Peer, call: Call) -> None:
        descriptor = peer.line.take_descriptor()
        if descriptor is None:
            self._violated(peer, call, "no descriptor came along")
            return
        try:
            params = opened(call.args, Adopt)
        except (msgspec.DecodeError, msgspec.ValidationError):
            os.close(descriptor)
            self._violated(peer, call, "undecodable parameters")
            return
        self.adopt(
            socket.socket(fileno=descriptor), role="session", connection=params.connection, address=params.address
        )
        peer.line.send(encode(Reply(id=call.id, result=raw(None))))

    async def _answer(self, peer: Peer, call: Call, request: Request, params: msgspec.Struct) -> None:
        try:
            result = request.handler(peer, params)
            if inspect.isawaitable(result):
                result = await result
            peer.line.send(encode(Reply(id=call.id, result=raw(result))))
        except Refuse as refusal:
            peer.line.send(encode(Refused(id=call.id, code=refusal.code, ja=refusal.text.ja, en=refusal.text.en)))
        except Violation as violation:
            self._violated(peer, call, str(violation))
        except Exception:  # fail closed: whatever broke, this peer is told so and its connection ends
            log.exception("%s failed", call.call)
            peer.line.send(encode(Refused(id=call.id, code="ipc.fault", ja=FAULT.ja, en=FAULT.en)))
            peer.line.close_after_sending()

    def _violated(self, peer: Peer, call: Call, why: str) -> None:
        self._report(peer, f"{call.call[:80]}: {why}")
        peer.line.send(encode(Refused(id=call.id, code="ipc.refused", ja=NOT_LISTED.ja, en=NOT_LISTED.en)))
        peer.line.close_after_sending()

    def _report(self, peer: Peer, what: str) -> None:
        log.warning("violation by %s %s: %r", peer.role, peer.connection, what)
        if self._on_violation is not None:
            self._on_violation(peer, what)


def _credentials(sock: socket.socket) -> tuple[int, int, int]:
    """(pid, uid, gid) of whoever made the other end, as the kernel knows it (unix(7) SO_PEERCRED)."""
    pid, uid, gid = _UCRED.unpack(sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _UCRED.size))
    return pid, uid, gid
