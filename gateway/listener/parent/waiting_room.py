"""Where accepted connections wait, for a descriptor each, until they speak as their door's clients do and a process is free.

That is a whole version line, or the head of a first packet (`doorway`). Silent, half-open, dripping and garbage-sending sockets
end here and never cost a process. Our own version line is said at once (there are clients that wait for it); theirs is only
looked at (MSG_PEEK), so their process reads it as if nobody had.

A proxy's header comes before all that and is read off: from then on it is as if the client it names had just come. Until then
nobody is greeted, and the connection counts for no address.

Nobody is waited for. Bounded in total, per address and in time; when it is full the oldest goes and not the newcomer, for an
honest client has left long before it is the oldest. An edge-triggered epoll tells what came, so that a line that is not yet
whole does not wake the parent again and again.
"""

import logging
import select
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from gateway.listener.parent.admission_control import host_of
from gateway.listener.parent.doorway import SSH, Doorway
from gateway.listener.parent.version_line import Speech
from gateway.listener.progress import Stage
from gateway.proxies.header import HEADER_BYTES_MAX, read
from gateway.proxies.said import Client, Malformed, Own
from gateway.vocabulary.clock import Clock

log = logging.getLogger(__name__)

EVENTS_AT_ONCE = 256
NO_TLS_WHY = "no-tls"
NO_HEADER_WHY = "proxy-header"
OWN_WHY = "proxy-own"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingBounds:
    """How many may wait, in total and from one address, and for how long."""

    waiting: int
    waiting_per_address: int
    waiting_seconds: float


@dataclass(slots=True, eq=False)
class Waiting:
    """One of them. `address` is host:port; `stage` is LINE once its version line is whole, OFFER with a KEXINIT behind it.

    Of a database client, which waits for an answer then, the first packet's head is an OFFER. While not `is_announced`, the
    address is a proxy's, which has still to say whose connection it is.
    """

    client: socket.socket
    address: str
    until: float
    doorway: Doorway
    stage: Stage | None = None
    is_announced: bool = True


class WaitingRoom:
    """For the parent's one thread."""

    def __init__(self, bounds: WaitingBounds, clock: Clock, on_dropped: Callable[[Waiting, str], None]) -> None:
        """`on_dropped` takes over the socket of whoever is sent away, and why.

        That is no-version, crowded-out, too-many, no-tls, proxy-header (none, or none that can be believed), proxy-own (it only
        looks whether we are here), or the doorway's word for who speaks something else.
        """
        self._bounds, self._clock, self._on_dropped = bounds, clock, on_dropped
        self._epoll = select.epoll()
        self._here: dict[int, Waiting] = {}  # by descriptor; a dict keeps the order they came in
        self._per_address: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._here)

    def fileno(self) -> int:
        """For a selector: readable when `look` has something to see."""
        return self._epoll.fileno()

    def enter(self, client: socket.socket, address: str, doorway: Doorway = SSH) -> None:
        """Takes over `client` and greets it as at `doorway`; a proxy's is greeted once it is known whose it is."""
        client.settimeout(0)
        until = self._clock.monotonic() + self._bounds.waiting_seconds
        waiting = Waiting(client, address, until, doorway, is_announced=not doorway.announces(address))
        if (
            not (waiting.is_announced and self._crowds_out(host_of(address)))
            and len(self._here) >= self._bounds.waiting
        ):
            self.drop_oldest()
        self._here[client.fileno()] = waiting
        self._epoll.register(client, select.EPOLLIN | select.EPOLLRDHUP | select.EPOLLET)
        if waiting.is_announced:
            self._per_address[host_of(address)] += 1
            self._greet(waiting)

    def look(self) -> None:
        """Hear whoever has said something since."""
        for descriptor, events in self._epoll.poll(0, EVENTS_AT_ONCE):
            waiting = self._here.get(descriptor)
            if waiting is None:
                continue
            if events & (select.EPOLLRDHUP | select.EPOLLHUP | select.EPOLLERR):
                self.leave(waiting).close()
            elif not waiting.is_announced:
                self._hear_proxy(waiting)
            elif waiting.stage is not Stage.OFFER:
                self._hear(waiting)

    def expire(self) -> None:
        """Send away those whose time is over."""
        now = self._clock.monotonic()
        while (oldest := next(iter(self._here.values()), None)) is not None and oldest.until <= now:
            self._drop(oldest, _late_why(oldest))

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
        if waiting.is_announced:
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

    def _hear_proxy(self, waiting: Waiting) -> None:
        first = self._first_of(waiting, HEADER_BYTES_MAX)
        match read(first) if first else None:
            case Client() as said:
                waiting.client.recv(said.size)
                self._announce(waiting, said.address)
            case Own():
                self._drop(waiting, OWN_WHY)
            case Malformed(why=why):
                log.warning("the proxy at %s sent no header that could be believed: %s", waiting.address, why)
                self._drop(waiting, NO_HEADER_WHY)

    def _announce(self, waiting: Waiting, address: str) -> None:
        """It is known who it is: it is greeted, and what it may have said already is heard, for that wakes nobody again."""
        self._crowds_out(host_of(address))
        waiting.address, waiting.is_announced = address, True
        self._per_address[host_of(address)] += 1
        if self._greet(waiting):
            self._hear(waiting)

    def _greet(self, waiting: Waiting) -> bool:
        """False if it has gone already."""
        try:
            waiting.client.send(waiting.doorway.greeting)
        except OSError:
            self.leave(waiting).close()
            return False
        return True

    def _first_of(self, waiting: Waiting, size: int) -> bytes:
        """Its first bytes, at most `size`; none if nothing has come yet, or if it has gone and is forgotten now."""
        try:
            first = waiting.client.recv(size, socket.MSG_PEEK)
        except BlockingIOError:
            return b""
        except OSError:
            first = b""
        if not first:
            self.leave(waiting).close()
        return first

    def _hear(self, waiting: Waiting) -> None:
        first = self._first_of(waiting, waiting.doorway.first_bytes)
        match waiting.doorway.speech(first) if first else None:
            case Speech.LINE:
                waiting.stage = Stage.LINE
            case Speech.OFFER:
                waiting.stage = Stage.OFFER
            case Speech.FOREIGN:
                self._drop(waiting, waiting.doorway.foreign_why)
            case Speech.PLAIN:
                self._drop(waiting, NO_TLS_WHY)

    def _crowds_out(self, host: str) -> bool:
        """Whether the oldest of `host` had to go, for one more of it."""
        if self._per_address[host] < self._bounds.waiting_per_address:
            return False
        same = (one for one in self._here.values() if one.is_announced and host_of(one.address) == host)
        self._drop(next(same), "crowded-out")
        return True

    def _drop(self, waiting: Waiting, why: str) -> None:
        self.leave(waiting)
        self._on_dropped(waiting, why)


def _late_why(waiting: Waiting) -> str:
    if not waiting.is_announced:
        return NO_HEADER_WHY
    return "no-version" if waiting.stage is None else "too-many"
