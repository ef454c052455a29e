"""What one command says, on its way from the runner to the person: two streams through their guards into the kept lines."""

import threading
from typing import Protocol

from gateway.commands.paging.kept import Kept
from gateway.commands.sieve import Sieve
from gateway.guards.stage import Stage
from gateway.relay.brake import Brake
from gateway.relay.ports import Notices


class OutputGuards(Protocol):
    """Fresh guards of one command: a sequence that one leaves unfinished does not reach into the next."""

    @property
    def shown(self) -> Stage:
        """Before what is shown."""

    @property
    def errors(self) -> Stage:
        """Before what is shown of the error stream."""


class Output:
    """Of one command. `out`, `err` and `close` belong to whoever runs it; they wait for the reader."""

    def __init__(
        self, guards: OutputGuards, notices: Notices, bell: threading.Event, brake: Brake | None = None
    ) -> None:
        """`bell` is set whenever lines came or ended. Without a brake nothing is judged."""
        self.kept = Kept(bell.set)
        self._bell, self._is_judged = bell, brake is not None
        self._idling: threading.Thread | None = None
        self._failure: Exception | None = None
        lock = threading.Lock()  # one for both: the meter behind the guards is one
        self._out, self._err = (Sieve(guard, notices, lock, brake) for guard in (guards.shown, guards.errors))
        self.shown_bytes = 0

    def out(self, data: bytes) -> None:
        """Of its output."""
        self.shown_bytes += len(data)
        for lines in self._out.feed(data):
            self.kept.bring(lines)

    def err(self, data: bytes) -> None:
        """Of its errors."""
        self.shown_bytes += len(data)
        for lines in self._err.feed(data):
            self.kept.bring(lines)

    def idle(self) -> None:
        """Nothing came for a while. Waits for nobody: whoever reads must hear why it stands still.

        Raises what a judgement before raised.
        """
        if self._failure is not None:
            raise self._failure
        if not self._is_judged:
            self._let_go()
        elif (self._out.holds or self._err.holds) and (self._idling is None or not self._idling.is_alive()):
            self._idling = threading.Thread(target=self._judged, name="gate-idle", daemon=True)
            self._idling.start()

    def _judged(self) -> None:
        try:
            self._let_go()
        except EOFError:
            return  # the session is over
        except Exception as failure:  # noqa: BLE001  # raised by the next `idle`
            self._failure = failure
            self._bell.set()

    def _let_go(self) -> None:
        for sieve in (self._out, self._err):
            self.kept.add(sieve.idle())

    def close(self) -> None:
        """It said everything."""
        try:
            for sieve in (self._out, self._err):
                self.kept.bring(sieve.close())
        finally:
            self.kept.end()
