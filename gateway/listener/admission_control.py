"""How many may knock at once. Pure counting: before the log-in connections are bounded in total and per address.

A connection counts as unauthenticated until the registrar says that somebody proved himself on it, or until it ends.
"""

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Bounds on connections."""

    unauthenticated: int
    unauthenticated_per_address: int
    connections: int


class Admission:
    """Bookkeeping of one gateway's connections."""

    def __init__(self, bounds: Counts) -> None:
        self._bounds = bounds
        self._unproved: dict[str, str] = {}
        self._per_address: Counter[str] = Counter()
        self._all: set[str] = set()

    def admits(self, address: str) -> bool:
        """Whether one more from `address` (host:port) may be served."""
        return (
            len(self._unproved) < self._bounds.unauthenticated
            and self._per_address[_host(address)] < self._bounds.unauthenticated_per_address
            and len(self._all) < self._bounds.connections
        )

    def came(self, connection: str, address: str) -> None:
        """It is being served."""
        self._all.add(connection)
        self._unproved[connection] = _host(address)
        self._per_address[_host(address)] += 1

    def authenticated(self, connection: str) -> None:
        """Somebody logged in on it."""
        host = self._unproved.pop(connection, None)
        if host is not None:
            self._per_address[host] -= 1
            if not self._per_address[host]:
                del self._per_address[host]

    def gone(self, connection: str) -> None:
        """It ended."""
        self.authenticated(connection)
        self._all.discard(connection)


def _host(address: str) -> str:
    return address.rpartition(":")[0]
