"""How long something took, over a process's life, in a few numbers. Pure; whoever shares one between threads holds a lock."""

from bisect import bisect_left
from itertools import pairwise
from typing import Final

from gateway.metrics.figures import Spread

COMMIT_BOUNDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 8.0)
"""Seconds. A commit that takes longer than the last is a journal that cannot be written (registrar/limits)."""


class Histogram:
    """Counts of values between ascending bounds."""

    def __init__(self, bounds: tuple[float, ...]) -> None:
        """Raises ValueError for bounds that are not strictly ascending."""
        if not bounds or any(low >= high for low, high in pairwise(bounds)):
            raise ValueError("the bounds of a histogram ascend")
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self._total = 0.0

    def add(self, value: float) -> None:
        """One more; a value on a bound is counted below it."""
        self._counts[bisect_left(self._bounds, value)] += 1
        self._total += value

    def spread(self) -> Spread:
        """As it is now."""
        return Spread(bounds=self._bounds, counts=tuple(self._counts), total=self._total)
