"""The parent: accepts TCP, hands each connection to a process of its own, and holds nothing secret.

Invariants, asserted before each fork: one thread, no database module in use. It waits for nobody: descriptors are handed to
keeper and registrar over control lines, and whoever cannot be served is told so and dropped (nothing new starts without them).
"""

import gc
import logging
import os
import selectors
import signal
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from gateway.ipc.control import ControlLine
from gateway.ipc.messages import News, Params
from gateway.listener.admission_control import Admission
from gateway.listener.words import TOO_MANY, UNAVAILABLE, TurnedAway
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.outcome import GatewayFault

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0
FIRST_LOOK_SECONDS = 0.05
ACCEPTS_AT_ONCE = 64
BACKLOG = 512
KILLED_LATE_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What a session process is given: its client and its two lines."""

    connection: str
    address: str
    client: socket.socket
    keeper: socket.socket
    registrar: socket.socket


@dataclass(slots=True, kw_only=True)
class _Child:
    connection: str
    address: str


class Acceptor:
    """The listening parent. `run` returns after SIGTERM, once its children have ended or been ended."""

    def __init__(
        self,
        listener: socket.socket,
        doors: Mapping[str, Path],
        *,
        serve: Callable[[Handed], None],
        reload: Callable[[], None],
        admission: Admission,
        drain_seconds: float,
        clock: Clock,
    ) -> None:
        """`serve` runs in the child and must not return to the parent's code; `doors` names `keeper` and `registrar`."""
        self._listener = listener
        self._doors = dict(doors)
        self._serve, self._reload = serve, reload
        self._admission, self._drain_seconds, self._clock = admission, drain_seconds, clock
        self._lines: dict[str, ControlLine] = {}
        self._said: dict[str, str] = {}
        self._turned_away = TurnedAway(clock)
        self._children: dict[int, _Child] = {}
        self._selector = selectors.DefaultSelector()
        self._stopping = self._is_open = False
        self._wake_read, self._wake_write = socket.socketpair()

    def run(self, on_lines: Callable[[], None]) -> None:
        """Serve until told to stop. `on_lines` is called when keeper and registrar have both been reached, each time anew."""
        self._prepare()
        while not self._stopping:
            if self._connect_lines():
                self._open_door()
                on_lines()
            self._look(LOOK_SECONDS if self._is_open else FIRST_LOOK_SECONDS)
        self._drain()

    def tell_registrar(self, name: str, params: Params) -> None:
        """Journal something of the gateway's own. Raises GatewayFault."""
        line = self._lines.get("registrar")
        if line is None:
            raise GatewayFault("the registrar is not there")
        line.tell(name, params)

    # -- the loop -----------------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        self._listener.settimeout(0)
        self._wake_read.settimeout(0)
        self._wake_write.settimeout(0)
        signal.set_wakeup_fd(self._wake_write.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, lambda *_: None)
        self._selector.register(self._wake_read, selectors.EVENT_READ, self._signalled)
        gc.freeze()  # what is here now is shared with every child for good; the collector must not touch its pages

    def _open_door(self) -> None:
        """Listen from the first moment on when somebody can be served; later gaps are answered in words."""
        if not self._is_open:
            self._is_open = True
            self._listener.listen(BACKLOG)
            self._selector.register(self._listener, selectors.EVENT_READ, self._accept)

    def _look(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            key.data()
        self._turned_away.look()

    def _signalled(self) -> None:
        for number in self._wake_read.recv(256):
            if number in (signal.SIGTERM, signal.SIGINT):
                self._stopping = True
            elif number == signal.SIGHUP:
                self._reload()
        self._reap()

    def _reap(self) -> None:
        while self._children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            child = self._children.pop(pid, None)
            if child is not None:
                self._admission.gone(child.connection)
                if status:
                    log.warning("the process of %s ended with status %d", child.connection, status)

    # -- lines --------------------------------------------------------------------------------------------------------

    def _connect_lines(self) -> bool:
        """True if a line was missing and none is now."""
        missing = len(self._doors) - len(self._lines)
        for name, path in self._doors.items():
            if name in self._lines:
                continue
            try:
                line = ControlLine(path)
            except GatewayFault as fault:
                self._say_once(name, str(fault))
                continue
            self._lines[name] = line
            self._said.pop(name, None)
            self._selector.register(line, selectors.EVENT_READ, lambda name=name: self._heard(name))
        return missing > 0 and len(self._lines) == len(self._doors)

    def _say_once(self, name: str, trouble: str) -> None:
        """Log what keeps a line from being made, when it changes."""
        if self._said.get(name) != trouble:
            self._said[name] = trouble
            log.warning("%s: %s", name, trouble)

    def _heard(self, name: str) -> None:
        try:
            for message in self._lines[name].read():
                if isinstance(message, News):
                    self._news(message)
        except GatewayFault as fault:
            log.warning("%s: %s", name, fault)
            self._drop_line(name)

    def _drop_line(self, name: str) -> None:
        line = self._lines.pop(name)
        self._selector.unregister(line)
        line.close()

    def _news(self, news: News) -> None:
        args = msgspec.msgpack.decode(news.args)
        if news.kind == "kill":
            self._kill(str(args["connection"]))
        elif news.kind == "authenticated":
            self._admission.authenticated(str(args["connection"]))

    def _kill(self, connection: str) -> None:
        for pid, child in self._children.items():
            if child.connection == connection:
                os.kill(pid, signal.SIGKILL)

    # -- connections --------------------------------------------------------------------------------------------------

    def _accept(self) -> None:
        for _ in range(ACCEPTS_AT_ONCE):
            try:
                client, peer = self._listener.accept()
            except BlockingIOError:
                return
            except OSError as error:  # out of descriptors, or the client was quicker
                log.warning("accept: %s", error)
                return
            self._welcome(client, f"{peer[0]}:{peer[1]}")

    def _welcome(self, client: socket.socket, address: str) -> None:
        if not self._admission.admits(address):
            self._turned_away.turn_away(client, TOO_MANY)
            return
        connection = new_identifier("C", self._clock.now())
        try:
            keeper = self._lines["keeper"].hand_over(connection, address)
            with keeper, self._lines["registrar"].hand_over(connection, address) as registrar:
                handed = Handed(
                    connection=connection, address=address, client=client, keeper=keeper, registrar=registrar
                )
                self._fork(handed)
            client.close()
        except (GatewayFault, KeyError) as fault:
            log.warning("%s cannot be served: %s", address, fault)
            self._turned_away.turn_away(client, UNAVAILABLE)

    def _fork(self, handed: Handed) -> None:
        if threading.active_count() != 1:
            raise GatewayFault("the parent has more than one thread; a fork would copy their locks")
        pid = os.fork()
        if pid:
            self._children[pid] = _Child(connection=handed.connection, address=handed.address)
            self._admission.came(handed.connection, handed.address)
            return
        status = 70  # EX_SOFTWARE
        try:
            self._become_child()
            self._serve(handed)
            status = 0
        except BaseException:
            log.exception("a session process failed")
        finally:
            os._exit(status)

    def _become_child(self) -> None:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        self._selector.close()

    # -- the end ------------------------------------------------------------------------------------------------------

    def _drain(self) -> None:
        """No more connections; sessions may go on for `drain_seconds`, then they are told, then they are ended."""
        if self._is_open:
            self._selector.unregister(self._listener)
        self._listener.close()
        self._wait_for_children(self._drain_seconds)
        for pid in self._children:
            os.kill(pid, signal.SIGTERM)
        self._wait_for_children(5 * KILLED_LATE_SECONDS)
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)
        self._wait_for_children(KILLED_LATE_SECONDS)

    def _wait_for_children(self, seconds: float) -> None:
        until = self._clock.monotonic() + seconds
        while self._children and (left := until - self._clock.monotonic()) > 0:
            self._look(min(left, LOOK_SECONDS))
            self._reap()
