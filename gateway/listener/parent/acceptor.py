"""The parent: accepts TCP, hands each connection that speaks as its door does to a process of its own, and holds nothing secret.

It waits for nobody: descriptors are handed to keeper and registrar over control lines, whoever has not begun to speak
yet waits in the waiting room, and whoever cannot be served is told so and dropped (nothing new starts without them).
"""

import errno
import gc
import logging
import selectors
import signal
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import msgspec

from gateway.audit.event import Event
from gateway.authentication.ports import Door
from gateway.ipc.messages import News, Params
from gateway.listener.events import GatewayStopped
from gateway.listener.parent.admission_control import Admission
from gateway.listener.parent.doorway import POSTGRESQL, SSH, Doorway
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
STANDS_SECONDS = 3.0  # between two tellings of how the door stands
SETTLING_SECONDS = 2.0  # for those who have not said their version yet, before another program takes over
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD, signal.SIGUSR2)


def nothing_else(_listeners: Mapping[Door, int], _lines: Mapping[str, int], _children: Mapping[int, str]) -> None:
    """There is no other program: this one goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """What the acceptor calls. `serve` runs in the child; `journal` keeps the gateway's own events or raises GatewayFault.

    `again` begins another program in this process, with the descriptors of listeners and lines and the children it is given. It
    comes back only where it could not, perhaps with an OSError: then this one goes on.
    """

    serve: Callable[[Handed], None]
    reload: Callable[[], None]
    opened: Callable[[], None]
    journal: Callable[[Sequence[Event]], None]
    again: Callable[[Mapping[Door, int], Mapping[str, int], Mapping[int, str]], None] = nothing_else


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
        databases: socket.socket | None = None,
        announces: Callable[[Door, str], bool] = lambda _door, _address: False,
    ) -> None:
        """`listener` and `databases` are bound, not listening; `doors` names `keeper` and `registrar`.

        `announces`: whether the peer at an address is one of that door's proxies.
        """
        bound = [(listener, SSH), *([] if databases is None else [(databases, POSTGRESQL)])]
        self._listeners = [(each, replace(way, announces=partial(announces, way.door))) for each, way in bound]
        self._conduct = conduct
        self._drain_seconds, self._clock = drain_seconds, clock
        self._selector = selectors.DefaultSelector()
        self._lines = ControlLines(doors, self._selector, self._news)
        self._usher = Usher(self._lines, self._selector, self._live, admission=admission, waiting=waiting, clock=clock)
        self._stopping = self._is_open = self._is_renewed = False
        self._kept: tuple[Mapping[str, int], Mapping[int, str]] | None = None
        self._stood_at = -STANDS_SECONDS
        self._wake_read, self._wake_write = socket.socketpair()

    def run(self) -> None:
        """Serve until told to stop."""
        self._prepare()
        if self._kept is not None:
            self._go_on(*self._kept)
        while not self._stopping:
            if self._is_renewed:
                self._begin_again()
            if self._lines.connect():
                self._open_door()
            self._look(LOOK_SECONDS if self._is_open else FIRST_LOOK_SECONDS)
        self._drain()

    def take_up(self, lines: Mapping[str, int], children: Mapping[int, str]) -> None:
        """`run` is to go on where another program of this process ended. The listeners listen already."""
        self._kept = lines, children

    def tell_registrar(self, name: str, params: Params) -> None:
        """Say something to the registrar without waiting for its answer. Raises GatewayFault."""
        self._lines.tell("registrar", name, params)

    # -- the loop -----------------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        for sock in (*(listener for listener, _ in self._listeners), self._wake_read, self._wake_write):
            sock.settimeout(0)
        signal.set_wakeup_fd(self._wake_write.fileno(), warn_on_full_buffer=False)
        for number in _SIGNALS:
            signal.signal(number, lambda *_: None)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)  # what the program before this one held back for us
        self._selector.register(self._wake_read, selectors.EVENT_READ, self._signalled)
        gc.freeze()  # what is here now is shared with every child for good; the collector must not touch its pages

    def _open_door(self) -> None:
        """Listen from the first moment on when somebody can be served; later gaps are answered in words."""
        if not self._is_open:
            self._listen()
        self._conduct.opened()

    def _go_on(self, lines: Mapping[str, int], children: Mapping[int, str]) -> None:
        self._lines.take_up(lines)
        self._usher.take_up(children)
        self._listen()
        self._conduct.opened()

    def _listen(self) -> None:
        self._is_open = True
        for listener, doorway in self._listeners:
            listener.settimeout(0)
            listener.listen(BACKLOG)
            self._selector.register(listener, selectors.EVENT_READ, partial(self._accept, listener, doorway))

    def _begin_again(self) -> None:
        """Another program in this process (SIGUSR2). Who comes now waits in the sockets' queues; nobody's session ends."""
        self._is_renewed = False
        if not self._is_open:
            return
        for listener, _ in self._listeners:
            self._selector.unregister(listener)
        until = self._clock.monotonic() + SETTLING_SECONDS
        while not (self._usher.is_empty or self._stopping) and self._clock.monotonic() < until:
            self._look(FIRST_LOOK_SECONDS)
        if not self._stopping:
            listeners = {doorway.door: listener.fileno() for listener, doorway in self._listeners}
            signal.pthread_sigmask(
                signal.SIG_BLOCK, _SIGNALS
            )  # they would be deadly to a program that does not listen yet
            try:
                self._conduct.again(listeners, self._lines.kept, self._usher.kept)
            except OSError:
                log.exception("another program could not be begun; this one goes on")
            finally:
                signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        self._listen()

    def _look(self, seconds: float) -> None:
        for key, _ in self._selector.select(min(seconds, SEAT_SECONDS) if self._usher.is_waited_for else seconds):
            key.data()
        self._usher.look()  # after everything else was heard: who logged in and left has not failed
        if told := self._usher.due():
            self._journal(told)
        self._tell_how_it_stands()

    def _tell_how_it_stands(self) -> None:
        """To the registrar, for figures; one that is away misses nothing it needs."""
        now = self._clock.monotonic()
        if not self._is_open or now - self._stood_at < STANDS_SECONDS:
            return
        self._stood_at = now
        with suppress(GatewayFault):
            self._lines.tell("registrar", "door.stands", self._usher.stands())

    def _signalled(self) -> None:
        for number in self._wake_read.recv(256):
            if number in (signal.SIGTERM, signal.SIGINT):
                self._stopping = True
            elif number == signal.SIGHUP:
                self._conduct.reload()
            elif number == signal.SIGUSR2:
                self._is_renewed = True

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

    def _accept(self, listener: socket.socket, doorway: Doorway) -> None:
        for _ in range(ACCEPTS_AT_ONCE):
            try:
                client, peer = listener.accept()
            except BlockingIOError:
                return
            except OSError as error:  # out of descriptors, or the client was quicker
                if error.errno not in (errno.EMFILE, errno.ENFILE) or not self._usher.make_room():
                    log.warning("accept: %s", error)
                return
            self._usher.enter(client, f"{peer[0]}:{peer[1]}", doorway)

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
        for listener, _ in self._listeners:
            if self._is_open:
                self._selector.unregister(listener)
            listener.close()
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
