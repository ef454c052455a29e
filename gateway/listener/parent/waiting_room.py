"""Where accepted connections wait, for a descriptor each, until they have sent a whole version line and a process is free.

Silent, half-open, dripping and garbage-sending sockets end here and never cost a process. Our own version line is said at once
(there are clients that wait for it); theirs is only looked at (MSG_PEEK), so their process reads it as if nobody had.

Nobody is waited for. Bounded in total, per address and in time; when it is full the oldest goes and not the newcomer, for an
honest client has left long before it is the oldest. An edge-triggered epoll tells what came, so that a line that is not yet
whole does not wake the parent again and again.
"""

import select
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from gateway.listener.parent.admission_control import host_of
from gateway.listener.parent.version_line import FIRST_BYTES, Speech, speech
from gateway.listener.parent.words import OUR_VERSION
from gateway.listener.progress import Stage
from gateway.vocabulary.clock import Clock

EVENTS_AT_ONCE = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingBounds:
    """How many may wait, in total and from one address, and for how long."""

    waiting: int
    waiting_per_address: int
    waiting_seconds: float


@dataclass(slots=True, eq=False)
class Waiting:
    """One of them. `address` is host:port; `stage` is LINE once its version line is whole, OFFER with a KEXINIT behind it."""

    client: socket.socket
    address: str
    until: float
    stage: Stage | None = None


class WaitingRoom:
    """For the parent's one thread."""

    def __init__(self, bounds: WaitingBounds, clock: Clock, on_dropped: Callable[[Waiting, str], None]) -> None:
        """`on_dropped` takes over the socket of whoever is sent away, and why: no-version, not-ssh, crowded-out, too-many."""
        self._bounds, self._clock, self._on_dropped = bounds, clock, on_dropped
        self._epoll = select.epoll()
        self._here: dict[int, Waiting] = {}  # by descriptor; a dict keeps the order they came in
        self._per_address: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._here)

    def fileno(self) -> int:
        """For a selector: readable when `look` has something to see."""
        return self._epoll.fileno()

    def enter(self, client: socket.socket, address: str) -> None:
        """Takes over `client` and greets it."""
        self._make_room(host_of(address))
        client.settimeout(0)
        try:
            client.send(OUR_VERSION)
        except OSError:
            client.close()  # it has gone already
            return
        until = self._clock.monotonic() + self._bounds.waiting_seconds
        self._here[client.fileno()] = Waiting(client, address, until)
        self._per_address[host_of(address)] += 1
        self._epoll.register(client, select.EPOLLIN | select.EPOLLRDHUP | select.EPOLLET)

    def look(self) -> None:
        """Hear whoever has said something since."""
        for descriptor, events in self._epoll.poll(0, EVENTS_AT_ONCE):
            waiting = self._here.get(descriptor)
            if waiting is None:
                continue
            if events & (select.EPOLLRDHUP | select.EPOLLHUP | select.EPOLLERR):
                self.leave(waiting).close()
            elif waiting.stage is not Stage.OFFER:
                self._hear(waiting)

    def expire(self) -> None:
        """Send away those whose time is over."""
        now = self._clock.monotonic()
        while (oldest := next(iter(self._here.values()), None)) is not None and oldest.until <= now:
            self._drop(oldest, "no-version" if oldest.stage is None else "too-many")

    def ready(self) -> list[Waiting]:
        """Whoever may be served, in the order they came."""
        return [waiting for waiting in self._here.values() if waiting.stage is not None]

    @property
    def anybody_ready(self) -> bool:
        """Whether `ready` has anybody."""
        return any(waiting.stage is not None for waiting in self._here.values())

    def leave(self, waiting: Waiting) -> socket.socket:
        """Out of the room; the socket is the caller's."""
        self._epoll.unregister(waiting.client)
        del self._here[waiting.client.fileno()]
        host = host_of(waiting.address)
        self._per_address[host] -= 1
        if not self._per_address[host]:
            del self._per_address[host]
        return waiting.client

    def drop_oldest(self) -> bool:
        """Make room for want of descriptors; False if nobody is here."""
        oldest = next(iter(self._here.values()), None)
        if oldest is not None:
            self._drop(oldest, "crowded-out")
        return oldest is not None

    def close(self) -> None:
        """Everybody out, in silence."""
        for waiting in list(self._here.values()):
            self.leave(waiting).close()
        self._epoll.close()

    def _hear(self, waiting: Waiting) -> None:
        try:
            first = waiting.client.recv(FIRST_BYTES, socket.MSG_PEEK)
        except BlockingIOError:
            return
        except OSError:
            first = b""
        if not first:
            self.leave(waiting).close()
            return
        match speech(first):
            case Speech.LINE:
                waiting.stage = Stage.LINE
            case Speech.OFFER:
                waiting.stage = Stage.OFFER
            case Speech.FOREIGN:
                self._drop(waiting, "not-ssh")

    def _make_room(self, host: str) -> None:
        if self._per_address[host] >= self._bounds.waiting_per_address:
            self._drop(next(one for one in self._here.values() if host_of(one.address) == host), "crowded-out")
        elif len(self._here) >= self._bounds.waiting:
            self.drop_oldest()

    def _drop(self, waiting: Waiting, why: str) -> None:
        self.leave(waiting)
        self._on_dropped(waiting, why)
