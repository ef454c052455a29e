"""How many may knock at once, and who makes room. Pure: before the log-in connections are bounded in total and per address.

A connection counts as unauthenticated until the registrar says that somebody proved himself on it, or until it ends. Where the
door is full, the newcomer takes the place of whoever has shown least: an address that failed often, the lowest stage, the
address with the most places, the oldest. Nobody loses his place within his stage's grace, so those who are served can finish
however many come; who has proved a key loses it last; and who has shown no more than a line takes a place only from those
who have been showing no more for a good while. A part of the places is kept for those who have proved a key: a flood of
strangers costs fewer processes, and a crowd of people who look for their telephones is not one.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from gateway.listener.parent.failures import Failures
from gateway.listener.progress import Stage

# Several times what an honest client needs for the step on a loaded machine; the last step is a person with a telephone.
GRACE_SECONDS: Mapping[Stage, float] = MappingProxyType(
    {Stage.LINE: 1.0, Stage.OFFER: 1.0, Stage.KEYS: 3.0, Stage.PROVED: 30.0}
)
GRACE_FROM_A_LINE = 5  # times as long, against a newcomer who has shown a line only: floods of them cost few processes


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Bounds on connections. Strangers, who have proved no key, get one in `strangers_share` of the places before the log-in."""

    unauthenticated: int
    unauthenticated_per_address: int
    connections: int
    strangers_share: int = 1


class Room(StrEnum):
    """Whether there is room for one more."""

    FREE = "free"
    EVICT = "evict"
    LATER = "later"  # nobody may be evicted yet
    NONE = "none"  # all places are taken by people who have logged in


@dataclass(frozen=True, slots=True)
class Answer:
    """`victim` is the connection to be ended first, with EVICT."""

    room: Room
    victim: str = ""


@dataclass(slots=True)
class _Unproved:
    address: str
    came_at: float
    stage: Stage
    since: float


class Admission:
    """Bookkeeping of one gateway's connections. Times are monotonic seconds."""

    def __init__(self, bounds: Counts) -> None:
        self._bounds = bounds
        self._failures = Failures()
        self._unproved: dict[str, _Unproved] = {}
        self._per_address: Counter[str] = Counter()
        self._all: set[str] = set()

    @property
    def places(self) -> int:
        """Processes there may be."""
        return self._bounds.connections

    @property
    def unauthenticated(self) -> int:
        """Those that are served and have not logged in."""
        return len(self._unproved)

    def room(self, address: str, stage: Stage, now: float) -> Answer:
        """Whether one more from `address` (host:port) that has shown `stage` may be served now, and at whose cost."""
        host = host_of(address)
        longer = GRACE_FROM_A_LINE if stage is Stage.LINE else 1
        if len(self._all) >= self._bounds.connections and not self._unproved:
            return Answer(Room.NONE)
        same = [name for name, one in self._unproved.items() if host_of(one.address) == host]
        everybody = list(self._unproved)
        bound = self._bounds.unauthenticated
        if len(self._all) >= self._bounds.connections:
            bound = min(bound, len(everybody))
        for names, places in ((same, self._bounds.unauthenticated_per_address), (everybody, bound)):
            strangers = [name for name in names if self._unproved[name].stage < Stage.PROVED]
            if len(names) >= places:
                return self._evict(now, names, longer)
            if len(strangers) >= max(1, places // self._bounds.strangers_share):
                return self._evict(now, strangers, longer)
        return Answer(Room.FREE)

    def stands_back(self, address: str, now: float) -> bool:
        """Whether others are served before it: its address failed often."""
        return self._failures.many(host_of(address), now)

    def came(self, connection: str, address: str, stage: Stage, now: float) -> None:
        """It is being served."""
        self._all.add(connection)
        self._unproved[connection] = _Unproved(address, now, stage, now)
        self._per_address[host_of(address)] += 1

    def taken_up(self, connection: str) -> None:
        """It was being served before this program began: one of the connections in all, whatever it has shown."""
        self._all.add(connection)

    def reached(self, connection: str, stage: Stage, now: float) -> None:
        """It has come further; a stage it has behind it is not believed."""
        one = self._unproved.get(connection)
        if one is not None and stage > one.stage:
            one.stage, one.since = stage, now

    def authenticated(self, connection: str) -> None:
        """Somebody logged in on it."""
        self._forget(connection)

    def evicted(self, connection: str) -> str:
        """Its place was given to somebody else; the address (host:port) it came from."""
        one = self._forget(connection)
        self._all.discard(connection)
        return one.address if one is not None else ""

    def gone(self, connection: str, now: float) -> tuple[str, Stage] | None:
        """It ended; its address (host:port) and how far it came, if that was before a log-in."""
        one = self._forget(connection)
        self._all.discard(connection)
        if one is None:
            return None
        self._failures.add(host_of(one.address), now)
        return one.address, one.stage

    def _evict(self, now: float, candidates: list[str], longer: int) -> Answer:
        late = [name for name in candidates if self._is_late(self._unproved[name], now, longer)]
        return Answer(Room.EVICT, min(late, key=lambda name: self._rank(name, now))) if late else Answer(Room.LATER)

    def _is_late(self, one: _Unproved, now: float, longer: int) -> bool:
        return now - one.since >= GRACE_SECONDS[one.stage] * longer

    def _rank(self, name: str, now: float) -> tuple[bool, bool, Stage, int, float]:
        """Least first."""
        one = self._unproved[name]
        places = self._per_address[host_of(one.address)]
        return one.stage is Stage.PROVED, not self.stands_back(one.address, now), one.stage, -places, one.came_at

    def _forget(self, connection: str) -> _Unproved | None:
        one = self._unproved.pop(connection, None)
        if one is not None:
            host = host_of(one.address)
            self._per_address[host] -= 1
            if not self._per_address[host]:
                del self._per_address[host]
        return one


def host_of(address: str) -> str:
    """The host of host:port; addresses of IPv6 keep their colons."""
    return address.rpartition(":")[0]
