"""When a store is full if it goes on filling as it did in the last hours. Pure: moments and sizes in, hours out.

A straight line through one sample a minute (least squares), so that one burst says little. When somebody made room, what
was seen before says nothing any more.
"""

from collections import deque
from typing import Final

SAMPLE_SECONDS: Final = 60.0
SAMPLES_MAX: Final = 360  # six hours
SPAN_SECONDS_MIN: Final = 600.0  # before that nothing is said
HOURS_MAX: Final = 24.0 * 365  # a store that fills more slowly is not filling


class Forecast:
    """Of one store."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque(maxlen=SAMPLES_MAX)

    def add(self, at: float, free_bytes: int) -> None:
        """So many bytes were free at `at` (monotonic seconds)."""
        if self._samples and at - self._samples[-1][0] < SAMPLE_SECONDS:
            return
        if self._samples and free_bytes > self._samples[0][1]:  # more than ever in this window: room was made
            self._samples.clear()
        self._samples.append((at, free_bytes))

    def hours(self, floor_bytes: int) -> float | None:
        """Hours until only `floor_bytes` are free; None where nothing can be said or nothing is filling."""
        lost_a_second = -self._slope()
        if lost_a_second <= 0:
            return None
        hours = max(0.0, self._samples[-1][1] - floor_bytes) / lost_a_second / 3600
        return hours if hours <= HOURS_MAX else None

    def _slope(self) -> float:
        """Bytes a second, of the line; 0 while too little was seen."""
        if not self._samples or self._samples[-1][0] - self._samples[0][0] < SPAN_SECONDS_MIN:
            return 0.0
        count = len(self._samples)
        mean_at = sum(at for at, _ in self._samples) / count
        mean_free = sum(free for _, free in self._samples) / count
        spread = sum((at - mean_at) ** 2 for at, _ in self._samples)
        return sum((at - mean_at) * (free - mean_free) for at, free in self._samples) / spread
