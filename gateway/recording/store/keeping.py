"""The shipping loop: a round, a rest, a longer one while the store is gone. That is said once, and once that it came back.

Nothing here may stop a session: recordings are on this machine, and stay there until the store has them.
"""

import logging
from collections.abc import Callable
from typing import Final

from gateway.ipc.messages import CallRefused
from gateway.recording.store.events import StoreBack, StoreLost
from gateway.recording.store.port import StoreUnusable
from gateway.recording.store.shipping import Shipper, Standing, Tell
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault

log = logging.getLogger(__name__)
ROUND_SECONDS: Final = 1.0
BACK_OFF_SECONDS: Final = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
LOST_SECONDS: Final = 20.0  # of nothing but failures, before it is an alarm
WHY_LETTERS_MAX: Final = 200


class Keeping:
    """`run` until `wait` says that it is over; `standing` and `lost` may be read by another thread."""

    def __init__(self, shipper: Shipper, *, clock: Clock, tell: Tell) -> None:
        self._shipper, self._clock, self._tell = shipper, clock, tell
        self._failing_since: float | None = None
        self._failures = 0
        self._told = False

    @property
    def standing(self) -> Standing:
        """Of the last look."""
        return self._shipper.standing

    @property
    def lost(self) -> bool:
        """True while the store takes nothing, and has not for a while."""
        since = self._failing_since
        return since is not None and self._clock.monotonic() - since >= LOST_SECONDS

    def run(self, wait: Callable[[float], bool]) -> None:
        """`wait(seconds)` sleeps and returns True when it is over."""
        pause = 0.0
        while not wait(pause):
            pause = self.look()

    def look(self) -> float:
        """One round; seconds until the next."""
        try:
            self._shipper.round()
        except (StoreUnusable, OSError) as failure:
            return self._failed(failure)
        except (GatewayFault, CallRefused) as failure:  # the registrar's: the store may be well
            log.error("not journalled what the recording store has; it is tried again: %s", failure)  # noqa: TRY400
            return self._later()
        self._failures = 0
        self._back()
        return ROUND_SECONDS

    def _failed(self, failure: Exception) -> float:
        now = self._clock.monotonic()
        self._failing_since = now if self._failing_since is None else self._failing_since
        seconds = now - self._failing_since
        log.error("the recording store takes nothing, recordings stay on this machine: %s", failure)
        if not self._told and seconds >= LOST_SECONDS:
            lost = StoreLost(why=str(failure)[:WHY_LETTERS_MAX], seconds=int(seconds), waiting=self.standing.waiting)
            self._told = self._said(lost)
        return self._later()

    def _back(self) -> None:
        since = self._failing_since
        if since is None:
            return
        if not self._told or self._said(StoreBack(seconds=int(self._clock.monotonic() - since))):
            self._failing_since, self._told = None, False

    def _said(self, event: StoreLost | StoreBack) -> bool:
        try:
            self._tell([event])
        except (GatewayFault, CallRefused) as failure:
            log.error("not journalled: %s; it is tried again: %s", event.kind, failure)  # noqa: TRY400  # said, tried again
            return False
        return True

    def _later(self) -> float:
        pause = BACK_OFF_SECONDS[min(self._failures, len(BACK_OFF_SECONDS) - 1)]
        self._failures += 1
        return pause
