"""A sum over the last seconds, in a bounded number of slots; and a bucket that lets a burst pass, then so much a second.

Times are monotonic seconds; one that lies before the last counts as the last.
"""

from collections import deque

_SLOTS = 60


class Window:
    """What was added within `seconds`, or up to a sixtieth of them longer."""

    def __init__(self, seconds: float) -> None:
        self._slot_seconds = seconds / _SLOTS
        self._slots: deque[list[int]] = deque()  # slot number and sum
        self._sum = 0

    def add(self, amount: int, at: float) -> None:
        """More of it, now."""
        if not amount:
            return
        slot = int(at / self._slot_seconds)
        self._forget(slot)
        if self._slots and self._slots[-1][0] >= slot:
            self._slots[-1][1] += amount
        else:
            self._slots.append([slot, amount])
        self._sum += amount

    def sum(self, at: float) -> int:
        """What counts now."""
        self._forget(int(at / self._slot_seconds))
        return self._sum

    def clear(self) -> None:
        """As if nothing had been."""
        self._slots.clear()
        self._sum = 0

    def _forget(self, slot: int) -> None:
        while self._slots and self._slots[0][0] < slot - _SLOTS:
            self._sum -= self._slots.popleft()[1]


class Speed:
    """A person reads so much a second, and skims a burst."""

    def __init__(self, burst: int, per_second: int) -> None:
        self._burst, self._per_second = burst, per_second
        self._left, self._at = float(burst), 0.0

    def take(self, amount: int, at: float) -> None:
        """It is about to be shown; debts are waited for."""
        self._refill(at)
        self._left -= amount

    def wait(self, at: float) -> float:
        """Seconds until there is no debt; 0 if there is none."""
        self._refill(at)
        return max(0.0, -self._left / self._per_second)

    def _refill(self, at: float) -> None:
        if at > self._at:
            self._left = min(float(self._burst), self._left + (at - self._at) * self._per_second)
            self._at = at
