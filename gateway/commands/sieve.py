"""A target's stream on its way to be shown: the guards, the brake, then plain text in lines.

What guards notice is told before anything that follows it is shown, and what they let through is judged before it is.
"""

import threading
from collections.abc import Callable, Iterator
from functools import partial

from gateway.commands.paging.plain_text import PlainText
from gateway.guards.stage import Passed, Stage, Tripped
from gateway.relay.brake import Brake
from gateway.relay.guard_events import Side
from gateway.relay.pieces import pieces
from gateway.relay.ports import Notices


class Sieve:
    """Of one stream of one command. Callable from any thread."""

    def __init__(self, guard: Stage, notices: Notices, lock: threading.Lock, brake: Brake | None = None) -> None:
        """`lock` is held while a piece is looked at, for as long as it may not be shown; another stream may share it."""
        self._guard, self._notices, self._lock, self._brake = guard, notices, lock, brake
        self._text = PlainText()

    def feed(self, data: bytes) -> Iterator[list[str]]:
        """The lines that are complete, piece by piece; waits where the brake stops.

        Raises SessionCut or EOFError where the session ends, and what a guard, the brake or the journal raises.
        """
        for piece in [data] if self._brake is None else pieces(data):
            yield self._passed(partial(self._guard.feed, piece))

    @property
    def holds(self) -> bool:
        """True while the guards hold back what `idle` might let go."""
        return self._guard.holds

    def idle(self) -> list[str]:
        """Nothing came for a while. Waits only where the brake stops this very text, never while a piece is being looked at."""
        if not self._guard.holds or (self._brake is not None and not self._brake.runs):
            return []
        if not self._lock.acquire(blocking=False):
            return []
        try:
            return self._let(self._guard.idle)
        finally:
            self._lock.release()

    def close(self) -> list[str]:
        """The stream ended."""
        return [*self._passed(self._guard.close), *self._text.close()]

    def _passed(self, act: Callable[[], Passed]) -> list[str]:
        with self._lock:
            return self._let(act)

    def _let(self, act: Callable[[], Passed]) -> list[str]:
        try:
            passed = act()
        except Tripped as tripped:
            self._notices.saw(tripped.passed.findings, Side.SHOWN)
            raise self._notices.tripped(tripped.finding, Side.SHOWN) from None
        if passed.findings:
            self._notices.saw(passed.findings, Side.SHOWN)
        if self._brake is not None:
            self._brake.judge(_nothing_waits)
        return self._text.feed(passed.data)


def _nothing_waits() -> None:
    """Each piece is brought before the next is looked at."""
