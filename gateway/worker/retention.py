"""The daily end of recordings (R-84): the worker asks once an hour, the registrar decides. What is due is due by whole days.

The registrar refuses while it cannot trust the clock, and then nothing ends; a recording kept a day too long does no harm.
"""

import logging
from collections.abc import Callable
from typing import Final, Protocol

from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import GatewayFault
from gateway.worker.rounds import Pace, rounds

log = logging.getLogger(__name__)
PACE: Final = Pace(first=20.0, good=3600.0, failed=300.0)


class Ended(Protocol):
    """What one look came to."""

    @property
    def retired(self) -> int:
        """Recordings whose life is over."""

    @property
    def unremoved(self) -> int:
        """Files of such that are still there."""


class RetentionWatch:
    """`run` until `wait` says that it is over."""

    def __init__(self, end_what_is_due: Callable[[], Ended]) -> None:
        """`end_what_is_due` raises CallRefused or GatewayFault."""
        self._end = end_what_is_due

    def run(self, wait: Callable[[float], bool]) -> None:
        """`wait(seconds)` sleeps and returns True when the worker is to stop."""
        rounds(self.look, PACE, wait)

    def look(self) -> bool:
        """End what is due. False if it must be tried again soon."""
        try:
            done = self._end()
        except (GatewayFault, CallRefused) as failure:
            log.error("recordings that are due were not ended, it is tried again: %s", failure)  # noqa: TRY400
            return False
        if done.unremoved:
            log.warning("files of %d retired recordings are still there", done.unremoved)
        return True
