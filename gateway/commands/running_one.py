"""One invocation between the runner, on a thread of its own, and the desk where its output is read.

Whatever ends the reading (the person, the session) stops the command; nobody leaves here while it runs, for as long as its end
can be waited for.
"""

import threading
from collections.abc import Callable
from typing import Final, Protocol

from gateway.authorization.commands.invocation import Invocation
from gateway.commands.desk import Desk
from gateway.commands.output import Output, OutputGuards
from gateway.commands.running.course import Ran, Taker
from gateway.commands.running.words import NotDone
from gateway.commands.source import Source
from gateway.relay.brake import Brake
from gateway.relay.ports import Notices

ENDING_SECONDS: Final = 1.0  # for a command's end to be proved once the session ends


class Runs(Protocol):
    """What runs an invocation: `running.runner.Runner`."""

    def run(self, invocation: Invocation, *, out: Taker, err: Taker, cancel: threading.Event) -> Ran | NotDone:
        """Run it to its end, its limits, or `cancel`."""


class RunningOne:
    """`run` it once; `stop` may come from any thread."""

    def __init__(
        self, invocation: Invocation, runs: Runs, guards: OutputGuards, notices: Notices, brake: Brake | None = None
    ) -> None:
        self._invocation, self._runs = invocation, runs
        self._bell, self._cancel = threading.Event(), threading.Event()
        self._output = Output(guards, notices, self._bell, brake)
        self._came: Ran | NotDone | None = None
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="gate-command", daemon=True)

    @property
    def lines(self) -> int:
        """How many lines came."""
        return self._output.kept.count

    @property
    def shown_bytes(self) -> int:
        """How many bytes came from the target."""
        return self._output.shown_bytes

    def run(self, desk: Desk) -> Ran | NotDone:
        """Let it be read to its end. Raises what the runner, a guard or the desk raises."""
        self._thread.start()
        try:
            desk.read(self._source())
        except BaseException:
            self.stop()
            self._thread.join(ENDING_SECONDS)
            raise
        self._thread.join()
        if self._failure is not None:
            raise self._failure
        if self._came is None:
            raise RuntimeError("a command ended without an end")
        return self._came

    def stop(self) -> None:
        """End it; returns at once. What it says from now on is dropped."""
        self._cancel.set()
        self._output.kept.abandon()

    def _source(self) -> Source:
        return Source(
            kept=self._output.kept,
            bell=self._bell,
            follows=self._invocation.follow,
            stop=self.stop,
            idle=self._output.idle,
        )

    def _work(self) -> None:
        try:
            self._came = self._told(
                lambda: self._runs.run(
                    self._invocation, out=self._output.out, err=self._output.err, cancel=self._cancel
                )
            )
        except BaseException as failure:  # noqa: BLE001  # raised again by run()
            self._failure = failure
            self._output.kept.end()

    def _told(self, run: Callable[[], Ran | NotDone]) -> Ran | NotDone:
        came = run()
        self._output.close()
        return came
