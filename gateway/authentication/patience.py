"""How much one connection may try.

These bounds must hold by themselves: the SSH door switches its library's own counter off for cheap requests, because that
counter locks out an agent with many keys.
"""

from typing import Final

from gateway.authentication.events import CutOffReason

QUERIES_MAX: Final = 40
"""Unsigned key queries, questions asked and methods not offered: an agent full of keys is honest, an endless loop is not."""

FAILURES_MAX: Final = 6
"""Real failures (a bad signature, a wrong answer), as many as OpenSSH's MaxAuthTries; the last one ends the connection."""


class Patience:
    """Two counts that only grow."""

    def __init__(self) -> None:
        self._queries = 0
        self.failures = 0

    def query(self) -> CutOffReason | None:
        """Count one cheap request; a reason once there are more than QUERIES_MAX."""
        self._queries += 1
        return CutOffReason.TOO_MANY_QUERIES if self._queries > QUERIES_MAX else None

    def failure(self) -> CutOffReason | None:
        """Count one real failure; a reason once there are FAILURES_MAX."""
        self.failures += 1
        return CutOffReason.TOO_MANY_FAILURES if self.failures >= FAILURES_MAX else None
