"""Connections that came to nothing, per address: who fails often stands behind everybody else for a while. Pure.

Behind, and not outside, because many people may stand behind one address (NAT): while nobody else wants the places, they lose
nothing. Memory is bounded: of more than ADDRESSES_MAX addresses those are forgotten that failed longest ago.
"""

from collections import OrderedDict, deque

FAILURES_MAX = 30
WITHIN_SECONDS = 600.0
ADDRESSES_MAX = 1024


class Failures:
    """One gateway's. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def add(self, host: str, now: float) -> None:
        """A connection from `host` ended before its log-in was done."""
        self._times.setdefault(host, deque(maxlen=FAILURES_MAX)).append(now)
        self._times.move_to_end(host)
        if len(self._times) > ADDRESSES_MAX:
            self._times.popitem(last=False)

    def many(self, host: str, now: float) -> bool:
        """Whether `host` failed FAILURES_MAX times within WITHIN_SECONDS."""
        times = self._times.get(host)
        return times is not None and len(times) == FAILURES_MAX and now - times[0] <= WITHIN_SECONDS
