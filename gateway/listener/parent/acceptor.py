"""The parent: accepts TCP, hands each connection that speaks SSH to a process of its own, and holds nothing secret.

It waits for nobody: descriptors are handed to keeper and registrar over control lines, whoever has not said his version line
yet waits in the waiting room, and whoever cannot be served is told so and dropped (nothing new starts without them).
"""

import errno
import gc
import logging
import selectors
import signal
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from gateway.audit.event import Event
from gateway.ipc.messages import News, Params
from gateway.listener.events import GatewayStopped
from gateway.listener.parent.admission_control import Admission
from gateway.listener.parent.lines import ControlLines
from gateway.listener.parent.usher import Handed, Usher
from gateway.listener.parent.waiting_room import WaitingBounds
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0
FIRST_LOOK_SECONDS = 0.05
SEAT_SECONDS = 0.05  # how soon those who are ready are looked at again while there is no room for them
ACCEPTS_AT_ONCE = 64
BACKLOG = 512
ENDING_SECONDS = 5.0
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """What the acceptor calls. `serve` runs in the child; `journal` keeps the gateway's own events or raises GatewayFault."""

    serve: Callable[[Handed], None]
    reload: Callable[[], None]
    opened: Callable[[], None]
    journal: Callable[[Sequence[Event]], None]


class Acceptor:
    """The listening parent. `run` returns after SIGTERM, once its children have ended or been ended."""

    def __init__(
        self,
        listener: socket.socket,
        doors: Mapping[str, Path],
        conduct: Conduct,
        *,
        admission: Admission,
        waiting: WaitingBounds,
        drain_seconds: float,
        clock: Clock,
    ) -> None:
        """`listener` is bound, not listening; `doors` names `keeper` and `registrar`."""
        self._listener, self._conduct = listener, conduct
        self._drain_seconds, self._clock = drain_seconds, clock
        self._selector = selectors.DefaultSelector()
        self._lines = ControlLines(doors, self._selector, self._news)
        self._usher = Usher(self._lines, self._selector, self._live, admission=admission, waiting=waiting, clock=clock)
        self._stopping = self._is_open = False
        self._wake_read, self._wake_write = socket.socketpair()

    def run(self) -> None:
        """Serve until told to stop."""
        self._prepare()
        while not self._stopping:
            if self._lines.connect():
                self._open_door()
            self._look(LOOK_SECONDS if self._is_open else FIRST_LOOK_SECONDS)
        self._drain()

    def tell_registrar(self, name: str, params: Params) -> None:
        """Say something to the registrar without waiting for its answer. Raises GatewayFault."""
        self._lines.tell("registrar", name, params)

    # -- the loop -----------------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        for sock in (self._listener, self._wake_read, self._wake_write):
            sock.settimeout(0)
        signal.set_wakeup_fd(self._wake_write.fileno(), warn_on_full_buffer=False)
        for number in _SIGNALS:
            signal.signal(number, lambda *_: None)
        self._selector.register(self._wake_read, selectors.EVENT_READ, self._signalled)
        gc.freeze()  # what is here now is shared with every child for good; the collector must not touch its pages

    def _open_door(self) -> None:
        """Listen from the first moment on when somebody can be served; later gaps are answered in words."""
        if not self._is_open:
            self._is_open = True
            self._listener.listen(BACKLOG)
            self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        self._conduct.opened()

    def _look(self, seconds: float) -> None:
        for key, _ in self._selector.select(min(seconds, SEAT_SECONDS) if self._usher.is_waited_for else seconds):
            key.data()
        self._usher.look()  # after everything else was heard: who logged in and left has not failed
        if told := self._usher.due():
            self._journal(told)

    def _signalled(self) -> None:
        for number in self._wake_read.recv(256):
            if number in (signal.SIGTERM, signal.SIGINT):
                self._stopping = True
            elif number == signal.SIGHUP:
                self._conduct.reload()

    def _news(self, news: News) -> None:
        args = msgspec.msgpack.decode(news.args)
        if news.kind == "kill":
            self._usher.kill(str(args["connection"]))
        elif news.kind == "authenticated":
            self._usher.authenticated(str(args["connection"]))

    def _journal(self, events: Sequence[Event]) -> None:
        """For events that nothing waits on: a registrar that is away does not keep the door from its work."""
        try:
            self._conduct.journal(events)
        except GatewayFault as fault:
            log.warning("not journalled: %s", fault)

    # -- connections --------------------------------------------------------------------------------------------------

    def _accept(self) -> None:
        for _ in range(ACCEPTS_AT_ONCE):
            try:
                client, peer = self._listener.accept()
            except BlockingIOError:
                return
            except OSError as error:  # out of descriptors, or the client was quicker
                if error.errno not in (errno.EMFILE, errno.ENFILE) or not self._usher.make_room():
                    log.warning("accept: %s", error)
                return
            self._usher.enter(client, f"{peer[0]}:{peer[1]}")

    def _live(self, handed: Handed) -> None:
        """The child's first steps: nothing of the parent's loop stays."""
        signal.set_wakeup_fd(-1)
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        self._selector.close()
        self._conduct.serve(handed)

    # -- the end ------------------------------------------------------------------------------------------------------

    def _drain(self) -> None:
        """No more connections; sessions may go on for `drain_seconds`, then they are told, then they are ended."""
        if self._is_open:
            self._selector.unregister(self._listener)
        self._listener.close()
        self._usher.shut()
        self._wait_for_children(self._drain_seconds)
        self._journal([GatewayStopped(sessions=self._usher.served)])
        self._usher.signal_all(signal.SIGTERM)
        self._wait_for_children(ENDING_SECONDS)
        self._usher.signal_all(signal.SIGKILL)
        self._wait_for_children(1.0)

    def _wait_for_children(self, seconds: float) -> None:
        until = self._clock.monotonic() + seconds
        while self._usher.served and (left := until - self._clock.monotonic()) > 0:
            self._look(min(left, LOOK_SECONDS))
