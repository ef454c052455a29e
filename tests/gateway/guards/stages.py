"""Small stages, each with one habit."""

import hashlib

from gateway.guards.stage import Finding, Passed, Tripped
from gateway.vocabulary.outcome import GatewayFault


def found(kind: str, data: bytes) -> Finding:
    return Finding(kind, len(data), hashlib.sha256(data).hexdigest())


class Habit:
    """Passes everything."""

    holds = False

    def feed(self, chunk: bytes) -> Passed:
        return Passed(chunk)

    def idle(self) -> Passed:
        return Passed(b"")

    def close(self) -> Passed:
        return Passed(b"")


class Upper(Habit):
    """Changes what passes, and notices all of it."""

    def feed(self, chunk: bytes) -> Passed:
        return Passed(chunk.upper(), (found("seen", chunk),) if chunk else ())


class Holding(Habit):
    """Holds everything until nothing more comes."""

    def __init__(self) -> None:
        self._held = b""

    @property
    def holds(self) -> bool:
        return bool(self._held)

    def feed(self, chunk: bytes) -> Passed:
        self._held += chunk
        return Passed(b"")

    def idle(self) -> Passed:
        held, self._held = self._held, b""
        return Passed(held)

    close = idle


class Stop(Habit):
    """Fails."""

    def feed(self, chunk: bytes) -> Passed:
        raise GatewayFault("refused by a guard")


class Trips(Habit):
    """Ends the session at a mark."""

    def __init__(self, mark: bytes) -> None:
        self._mark = mark

    def feed(self, chunk: bytes) -> Passed:
        before, mark, _ = chunk.partition(self._mark)
        if mark:
            raise Tripped(found("trip", mark), Passed(before))
        return Passed(chunk)
