"""When the next mail of alarms may go: at once for what nobody has been told of lately, seldom for more of the same. Pure.

A mailbox that is flooded hides what matters as well as one that is empty, so a burst becomes one mail and a flood one a minute.
"""

from collections.abc import Collection
from typing import Final

GAP_SECONDS: Final = 5.0  # between two mails, whatever they say
SAME_SECONDS: Final = 60.0  # between two mails with nothing new
FRESH_SECONDS: Final = 600.0  # how long a subject counts as told
REMEMBERED_MAX: Final = 10_000

Subject = tuple[str, str]
"""A kind of alarm and what it is about (detection/alert.py)."""


class Pace:
    """Told of every mail; asked before each. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._last: float | None = None
        self._told: dict[Subject, float] = {}

    def is_due(self, subjects: Collection[Subject], now: float) -> bool:
        """Whether a mail about `subjects` may go now."""
        if self._last is None:
            return True
        news = any(now - self._told.get(subject, -FRESH_SECONDS) >= FRESH_SECONDS for subject in subjects)
        return now - self._last >= (GAP_SECONDS if news else SAME_SECONDS)

    def sent(self, subjects: Collection[Subject], now: float) -> None:
        """A mail about `subjects` went out."""
        self._last = now
        self._told = {subject: at for subject, at in self._told.items() if now - at < FRESH_SECONDS}
        for subject in subjects:
            if subject in self._told or len(self._told) < REMEMBERED_MAX:
                self._told[subject] = now
