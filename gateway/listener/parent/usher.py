"""Who is let in at the door: from the waiting room to a process of his own, at a newcomer's or an old one's cost.

Everything here is the parent's, on its one thread, and waits for nobody. The rule who makes room is `admission_control`'s; the
processes are `children`'s; what came of it all goes to the journal in sums.
"""

import logging
import math
import os
import secrets
import selectors
import signal
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from gateway.audit.event import Event
from gateway.authentication.ports import Door
from gateway.listener.events import ConnectionFailed, ConnectionRefused
from gateway.listener.parent.admission_control import Admission, Answer, Room, host_of
from gateway.listener.parent.children import Children
from gateway.listener.parent.doorway import SSH, Doorway
from gateway.listener.parent.lines import ControlLines
from gateway.listener.parent.refusals import Refusals
from gateway.listener.parent.waiting_room import NO_TLS_WHY, OWN_WHY, Waiting, WaitingBounds, WaitingRoom
from gateway.listener.parent.words import TOO_MANY, UNAVAILABLE, TurnedAway
from gateway.listener.progress import ProgressLines, Stage
from gateway.metrics.figures import DoorStands
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.outcome import GatewayFault, Text

log = logging.getLogger(__name__)
FORKS_AT_ONCE = 8  # a turn; between turns the parent hears everybody else
DEPTH_MEAN = 6  # of the lot, counted from the newest
HOSTS_FULL_MAX = 16  # a turn looks no further once so many addresses have no room


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What a session process is given: its client, its two lines, and the pipe on which it tells the parent how far it is.

    The client has heard our version line, if its door has one; its own first bytes are still to be read.
    """

    connection: str
    address: str
    client: socket.socket
    keeper: socket.socket
    registrar: socket.socket
    progress: int
    door: Door = Door.SSH


class Usher:
    """One gateway's. `look` is to be called once a turn of the parent's loop."""

    def __init__(
        self,
        lines: ControlLines,
        selector: selectors.BaseSelector,
        live: Callable[[Handed], None],
        *,
        admission: Admission,
        waiting: WaitingBounds,
        clock: Clock,
    ) -> None:
        """`live` is a child's whole life."""
        self._lines, self._live, self._admission, self._clock = lines, live, admission, clock
        self._selector = selector
        self._children = Children(self._gone)
        self._progress = ProgressLines(selector, self._reached)
        self._room, self._turned_away = WaitingRoom(waiting, clock, self._dropped), TurnedAway(clock)
        self._refusals, self._failures = Refusals(ConnectionRefused), Refusals(ConnectionFailed)
        selector.register(self._room, selectors.EVENT_READ, self._room.look)

    # -- going on in another program ----------------------------------------------------------------------------------

    @property
    def kept(self) -> Mapping[int, str]:
        """Connections that are served, by process id."""
        return self._children.kept

    def take_up(self, kept: Mapping[int, str]) -> None:
        """Connections that the program before this let in."""
        self._children.take_up(kept)
        for connection in kept.values():
            self._admission.taken_up(connection)

    @property
    def is_empty(self) -> bool:
        """True while nobody waits."""
        return not len(self._room)

    # -- what the loop says -------------------------------------------------------------------------------------------

    def enter(self, client: socket.socket, address: str, doorway: Doorway = SSH) -> None:
        """Takes over `client`, just accepted at `doorway` from `address` (host:port)."""
        self._room.enter(client, address, doorway)

    def make_room(self) -> bool:
        """The parent is out of descriptors: the oldest who waits goes. False if nobody waits."""
        return self._room.drop_oldest()

    def look(self) -> None:
        """Bury who has ended, send away whose time is over, serve who is ready."""
        self._children.reap()
        self._room.expire()
        self._seat()
        self._turned_away.look()

    def due(self) -> Sequence[Event]:
        """What is to be journalled now."""
        now = self._clock.monotonic()
        return [*self._refusals.due(now), *self._failures.due(now)]

    def authenticated(self, connection: str) -> None:
        """Somebody logged in on it."""
        self._admission.authenticated(connection)
        self._progress.close(connection)

    def kill(self, connection: str) -> None:
        """End its process at once."""
        self._children.kill(connection)

    def signal_all(self, number: signal.Signals) -> None:
        """To every process."""
        self._children.signal_all(number)

    def shut(self) -> None:
        """Nobody else is let in."""
        self._selector.unregister(self._room)
        self._room.close()

    @property
    def is_waited_for(self) -> bool:
        """True while somebody is ready and has no room: look again soon."""
        return self._room.anybody_ready

    def stands(self) -> DoorStands:
        """How the door stands now."""
        return DoorStands(
            waiting=len(self._room),
            unauthenticated=self._admission.unauthenticated,
            processes=len(self._children),
            places=self._admission.places,
            refused=self._refusals.total,
            failed=self._failures.total,
        )

    @property
    def served(self) -> int:
        """Processes there are."""
        return len(self._children)

    # -- who is served ------------------------------------------------------------------------------------------------

    def _seat(self) -> None:
        """Serve whoever is ready and has room."""
        full: set[tuple[str, Stage]] = set()
        forks = 0
        for waiting in self._in_turn():
            who = (host_of(waiting.address), waiting.stage or Stage.LINE)
            if who in full:
                continue
            answer = self._admission.room(waiting.address, who[1], self._clock.monotonic())
            if answer.room is Room.LATER:
                full.add(who)
            else:
                self._lead_in(waiting, answer)
                forks += 1
            if forks == FORKS_AT_ONCE or len(full) == HOSTS_FULL_MAX:
                return

    def _in_turn(self) -> Iterator[Waiting]:
        """Those who have shown more first, others before an address that failed often; among equals by lot, the newest likeliest.

        In a flood that comes again as soon as it is dropped, the oldest first would mean behind all of it, and the newest first
        never, once somebody newer has come; by lot an honest client waits a few turns (nine of ten get in within fifty).
        """
        now = self._clock.monotonic()
        ranked: dict[tuple[int, bool], list[Waiting]] = {}
        for waiting in self._room.ready():
            rank = (-(waiting.stage or 0), self._admission.stands_back(waiting.address, now))
            ranked.setdefault(rank, []).append(waiting)
        for _, equals in sorted(ranked.items(), key=lambda each: each[0]):
            while equals:
                yield equals.pop(-1 - min(_depth(), len(equals) - 1))

    def _lead_in(self, waiting: Waiting, answer: Answer) -> None:
        self._room.leave(waiting)
        if answer.room is Room.NONE:
            self._refuse(waiting, "too-many", TOO_MANY)
            return
        if answer.room is Room.EVICT:
            self._children.kill(answer.victim)
            self._progress.close(answer.victim)
            self._refusals.add(self._admission.evicted(answer.victim), "evicted")
        self._welcome(waiting)

    def _welcome(self, waiting: Waiting) -> None:
        client, address, stage = waiting.client, waiting.address, waiting.stage or Stage.LINE
        connection = new_identifier("C", self._clock.now())
        try:
            with (
                self._lines.hand_over("keeper", connection, address) as keeper,
                self._lines.hand_over("registrar", connection, address) as registrar,
                self._progress_of(connection) as progress,
            ):
                handed = Handed(
                    connection=connection,
                    address=address,
                    client=client,
                    keeper=keeper,
                    registrar=registrar,
                    progress=progress,
                    door=waiting.doorway.door,
                )
                self._children.fork(connection, lambda: self._live(handed))
            self._admission.came(connection, address, stage, self._clock.monotonic())
            client.close()
        except (GatewayFault, OSError) as fault:
            log.warning("%s cannot be served: %s", address, fault)
            self._progress.close(connection)
            self._refuse(waiting, "unavailable", UNAVAILABLE)

    @contextmanager
    def _progress_of(self, connection: str) -> Iterator[int]:
        """The child's end of its pipe, for as long as it takes to fork."""
        writing = self._progress.open(connection)
        try:
            yield writing
        finally:
            os.close(writing)

    def _refuse(self, waiting: Waiting, why: str, text: Text) -> None:
        """`waiting` has left the room."""
        self._refusals.add(waiting.address, why)
        self._turned_away.hang_up(waiting.client, waiting.doorway.says(text))

    # -- what is heard ------------------------------------------------------------------------------------------------

    def _dropped(self, waiting: Waiting, why: str) -> None:
        """The waiting room sends somebody away."""
        if waiting.stage is not None:
            self._refuse(waiting, why, TOO_MANY)
            return
        if why == OWN_WHY:  # a proxy's look, every few seconds: nobody's refusal
            self._turned_away.hang_up(waiting.client, waiting.doorway.greeting)
            return
        self._refusals.add(waiting.address, why)
        if why == waiting.doorway.foreign_why:
            self._turned_away.hang_up(waiting.client, waiting.doorway.foreign)
        elif why == NO_TLS_WHY:
            self._turned_away.hang_up(waiting.client, waiting.doorway.plain)
        else:
            waiting.client.close()

    def _reached(self, connection: str, stage: Stage) -> None:
        self._admission.reached(connection, stage, self._clock.monotonic())

    def _gone(self, connection: str) -> None:
        self._progress.close(connection)
        failed = self._admission.gone(connection, self._clock.monotonic())
        if failed is not None:
            address, stage = failed
            self._failures.add(address, "log-in" if stage >= Stage.KEYS else "handshake")


def _depth() -> int:
    """How many newer ones a lot passes over: exponentially distributed."""
    return int(-DEPTH_MEAN * math.log(1 - secrets.randbits(32) / 2**32))
