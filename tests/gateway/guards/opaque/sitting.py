"""A person in front of a meter: what is shown goes through it piece by piece, waits are waited, pauses are gone on from."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from gateway.guards.opaque import OpaqueLimits, OpaqueMeter
from gateway.guards.opaque.limits import ALARMING_PAUSES
from gateway.guards.verdict import Freeze, Pause, Slow, Verdict, Why

PIECE = 256  # of what a relay passes at a time; larger pieces show less


@dataclass(slots=True)
class Sat:
    """What happened: when it paused, what froze it, how long it took, when it first alarmed and what was shown before."""

    pauses: list[tuple[float, Why]] = field(default_factory=list)
    frozen: Freeze | None = None
    seconds: float = 0.0
    characters: int = 0
    before_alarm: int | None = None
    alarmed: float | None = None

    @property
    def most_pauses(self) -> int:
        """In any half hour."""
        return max((sum(0 <= at - first < 1800 for at, _ in self.pauses) for first, _ in self.pauses), default=0)


def sit(shown: Iterable[tuple[float, str]], limits: OpaqueLimits | None = None, until: float = float("inf")) -> Sat:
    """Texts, each so many seconds after the last."""
    meter, sat = OpaqueMeter(limits or OpaqueLimits()), Sat()
    for after, text in shown:
        sat.seconds += after
        for at in range(0, len(text), PIECE):
            if sat.seconds > until:
                return sat
            piece = text[at : at + PIECE]
            meter.read(piece, sat.seconds)
            _judged(meter, sat)
            if sat.frozen is not None:
                return sat
            sat.characters += len(piece)
    return sat


def _judged(meter: OpaqueMeter, sat: Sat) -> None:
    while True:
        verdict: Verdict = meter.verdict(sat.seconds)
        if isinstance(verdict, Pause):
            sat.pauses.append((sat.seconds, verdict.why))
            if verdict.why is Why.HASHES or verdict.so_far >= ALARMING_PAUSES:
                _alarm(sat)
            continue
        if isinstance(verdict, Freeze):
            sat.frozen = verdict
            _alarm(sat)
        if isinstance(verdict, Slow):
            sat.seconds += verdict.seconds
        return


def _alarm(sat: Sat) -> None:
    if sat.before_alarm is None:
        sat.before_alarm, sat.alarmed = sat.characters, sat.seconds
