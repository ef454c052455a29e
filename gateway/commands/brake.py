"""How fast lines may be refused: each is an entry in the journal for ever, and a script writes hundreds a second.

AT_ONCE come as fast as they are typed, then one waits until the oldest of them is WITHIN_SECONDS old.
"""

import threading
from collections import deque
from typing import Final

from gateway.vocabulary.clock import Clock

AT_ONCE: Final = 100
WITHIN_SECONDS: Final = 60.0


class Brake:
    """Of one session. `release` may come from any thread; afterwards nothing waits any more."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pulled: deque[float] = deque(maxlen=AT_ONCE)
        self._released = threading.Event()

    def pull(self) -> None:
        """One more; waits where that is too fast."""
        if len(self._pulled) == AT_ONCE:
            self._released.wait(max(self._pulled[0] + WITHIN_SECONDS - self._clock.monotonic(), 0.0))
        self._pulled.append(self._clock.monotonic())

    def release(self) -> None:
        """The session ends."""
        self._released.set()
