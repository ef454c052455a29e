"""A screen, a keyboard and a brake as a session has them, with a meter and a registrar that say what a test wants."""

import threading
import time
from collections.abc import Callable
from typing import Any

from gateway.authorization.limits import OnTransferStart
from gateway.guards.observing import Unobserved
from gateway.guards.pipeline import Pipeline
from gateway.guards.verdict import PROCEED, Verdict, Why
from gateway.relay.brake import Brake
from gateway.relay.keyboard import Keyboard
from gateway.relay.ports import Count
from gateway.relay.screen import Screen
from gateway.sessions.ending import Ending, EndReason, SessionCut
from gateway.sessions.standing import Course, Hold
from gateway.vocabulary.clock import SystemClock

NOW = SystemClock().now()


class AMeter:
    """Says `says` of each judgement in turn, then that it may be shown; counts how often it was asked."""

    def __init__(self) -> None:
        self.observer = Unobserved()
        self.is_counting = True
        self.says: list[Verdict | Exception] = []
        self.counts: Count | None = None
        self.steps: list[str] = []
        self.judged = 0

    def judge(self, at: float) -> Verdict:
        self.judged += 1
        said = self.says.pop(0) if self.says else PROCEED
        if isinstance(said, Exception):
            raise said
        return said

    def paused(self, at: float) -> None:
        self.steps.append("paused")

    def resumed(self, at: float) -> None:
        self.steps.append("resumed")

    def released(self, at: float) -> None:
        self.steps.append("released")

    def count(self) -> Count | None:
        return self.counts

    def close(self) -> None:
        self.steps.append("closed")


class ARegister:
    """The registrar: `hold` stands until a test takes it away."""

    def __init__(self, steps: list[tuple[str, Any]]) -> None:
        self.hold: Hold | None = None
        self.told: list[tuple[Course, Why, int, int]] = []
        self.fails: Exception | None = None
        self._steps = steps

    def stopped(self, course: Course, why: Why, used: int = 0, limit: int = 0) -> Hold | None:
        if self.fails is not None:
            raise self.fails
        if course is Course.FROZEN and self.hold is None:
            self.hold = a_hold(why)
        if course is Course.RUNNING and self.hold is not None:
            return self.hold
        self.told.append((course, why, used, limit))
        self._steps.append(("journal", course))
        return None

    def held(self) -> Hold | None:
        if self.fails is not None:
            raise self.fails
        return self.hold

    def release(self) -> None:
        self.hold = None


def a_hold(why: Why = Why.SUPERVISOR, by: str | None = None) -> Hold:
    return Hold(session="S-1", since=NOW, why=why, by=by)


class Scene:
    """One session; `steps` is what happened in order."""

    def __init__(
        self,
        *,
        guard: Any = None,
        typed_guard: Any = None,
        painter: Any = None,
        on_transfer_start: OnTransferStart = OnTransferStart.END,
        frozen_seconds: float = 60.0,
    ) -> None:
        self.steps: list[tuple[str, Any]] = []
        self.meter, self.register = AMeter(), ARegister(self.steps)
        self.left = False
        self.over = threading.Event()
        self.failures: list[BaseException] = []
        self.brake = Brake(
            meter=self.meter,
            register=self.register,
            has_left=lambda: self.left,
            tell=lambda word: self.steps.append(("told", word)),
            count=lambda count: self.steps.append(("count", count)),
            fail=self.failures.append,
            on_over=self.over.set,
            frozen_seconds=frozen_seconds,
        )
        self.screen = Screen(
            recorder=self,
            send=lambda data: self.steps.append(("shown", data)),
            send_error=lambda data: self.steps.append(("shown as error", data)),
            guard=guard or Pipeline(),
            error_guard=Pipeline(),
            notices=self,
            brake=self.brake,
            painter=painter,
            on_transfer_start=on_transfer_start,
        )
        self.heard: list[bytes] = []
        self.keyboard = Keyboard(
            recorder=self,
            guard=typed_guard or Pipeline(),
            spelling=Pipeline(),
            notices=self,
            brake=self.brake,
            bell=lambda: self.steps.append(("bell", b"")),
            heard=self.heard.append,
            on_transfer_start=on_transfer_start,
        )

    # -- recorder and notices

    def output(self, data: bytes) -> None:
        self.steps.append(("kept", data))

    def input(self, data: bytes) -> None:
        self.steps.append(("typed", data))

    def saw(self, findings: Any, side: Any) -> None:
        self.steps.append(("saw", [finding.kind for finding in findings]))

    def tripped(self, finding: Any, side: Any) -> SessionCut:
        self.steps.append(("tripped", finding.kind))
        return SessionCut(Ending(reason=EndReason.TRANSFER))

    # -- what a session does

    def shows(self, data: bytes) -> threading.Thread:
        """Show from a pump's thread."""
        pump = threading.Thread(target=self._pump, args=(data,), daemon=True)
        pump.start()
        return pump

    def _pump(self, data: bytes) -> None:
        try:
            self.screen.show(data)
        except BaseException as failure:
            self.steps.append(("pump failed", failure))

    @property
    def shown(self) -> bytes:
        return b"".join(data for step, data in self.steps if step == "shown")

    def told(self) -> list[Any]:
        return [word for step, word in self.steps if step == "told"]

    def close(self) -> None:
        self.brake.close()


def until(what: Callable[[], object], seconds: float = 10.0) -> None:
    limit = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < limit, "it did not come about"
        time.sleep(0.005)
