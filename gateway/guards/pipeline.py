"""Stages one behind the other, as one stage. What an earlier one lets go passes all the later ones; nothing goes round.

None of its stages is a pipeline that passes everything as it is.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol, runtime_checkable

from gateway.guards.stage import Finding, Passed, Stage, Tripped


@runtime_checkable
class Rearms(Protocol):
    """A stage that can go on after it has tripped."""

    def rearm(self) -> None:
        """Begin afresh, as with a new stream."""


class Pipeline:
    """`stages` in the order in which bytes meet them."""

    def __init__(self, stages: Sequence[Stage] = ()) -> None:
        self._stages = tuple(stages)

    @property
    def holds(self) -> bool:
        """True while any stage holds back what `idle` or `close` might let go."""
        return any(stage.holds for stage in self._stages)

    def feed(self, chunk: bytes) -> Passed:
        """What may go on now. Raises Tripped with what may still go on, after all the later stages."""
        return self._through(0, chunk, [])

    def idle(self) -> Passed:
        """Nothing came for a while: each stage lets go what it held only in case more would come."""
        return self._let_go(lambda stage: stage.idle())

    def close(self) -> Passed:
        """The stream ended: each stage lets go what it may."""
        return self._let_go(lambda stage: stage.close())

    def rearm(self) -> None:
        """Every stage that can begins afresh."""
        for stage in self._stages:
            if isinstance(stage, Rearms):
                stage.rearm()

    def _let_go(self, act: Callable[[Stage], Passed]) -> Passed:
        data, findings = b"", list[Finding]()
        for number, stage in enumerate(self._stages):
            carried = self._one(number, partial(stage.feed, data), findings) if data else b""
            data = carried + self._one(number, partial(act, stage), findings)
        return Passed(data, tuple(findings))

    def _through(self, first: int, data: bytes, findings: list[Finding]) -> Passed:
        for number, stage in enumerate(self._stages[first:], first):
            if not data:
                break
            data = self._one(number, partial(stage.feed, data), findings)
        return Passed(data, tuple(findings))

    def _one(self, number: int, act: Callable[[], Passed], findings: list[Finding]) -> bytes:
        """One stage's part. A stage that trips has its last bytes passed on by the later ones, if none of them trips too."""
        try:
            passed = act()
        except Tripped as tripped:
            findings.extend(tripped.passed.findings)
            raise Tripped(tripped.finding, self._through(number + 1, tripped.passed.data, findings)) from None
        findings.extend(passed.findings)
        return passed.data
