"""One look after another, until the worker stops: soon after its start, at its pace, sooner again where a look failed."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds before the first look, after a good one, and after one that must be tried again."""

    first: float
    good: float
    failed: float


def rounds(look: Callable[[], bool], pace: Pace, wait: Callable[[float], bool]) -> None:
    """`look()` is False if it must be tried again soon; `wait(seconds)` sleeps and is True when the worker is to stop."""
    pause = pace.first
    while not wait(pause):
        pause = pace.good if look() else pace.failed
