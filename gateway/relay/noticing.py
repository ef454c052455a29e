"""What the guards of one session noticed, told to the journal and marked in the recording before anything else is shown.

The first EACH_MAX findings stand each for itself; later ones of a kind are summed and told at most every SUMMED_SECONDS, and
once more with the session's end. What honest programs emit all day is only summed. A journal that cannot be written raises,
and the session ends (fail closed).
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import asdict, dataclass
from typing import Final

from gateway.audit.event import Event
from gateway.guards.stage import Finding, Weight
from gateway.relay.guard_events import GuardNoticed, GuardSummed, GuardTripped, GuardWithheld, Side
from gateway.relay.names import Names
from gateway.relay.ports import Recorder
from gateway.sessions import texts
from gateway.sessions.ending import Ending, EndReason, SessionCut
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault

EACH_MAX: Final = 64
SUMMED_SECONDS: Final = 10.0
PASSES: Final = frozenset({"paste", "program"})  # noticed, not withheld


@dataclass(slots=True)
class _Sum:
    count: int = 0
    size_bytes: int = 0

    def add(self, finding: Finding) -> None:
        self.count += 1
        self.size_bytes += finding.size_bytes


_Kind = tuple[str, Side]


class Noticing:
    """Of one session. Callable from any thread."""

    def __init__(
        self, *, names: Names, journal: Callable[[Sequence[Event]], None], recorder: Recorder, clock: Clock
    ) -> None:
        self._names, self._journal, self._recorder, self._clock = asdict(names), journal, recorder, clock
        self._lock = threading.Lock()
        self._told = 0
        self._is_over = False
        self._later: dict[_Kind, _Sum] = {}
        self._summed: dict[_Kind, _Sum] = {}
        self._told_at = clock.monotonic()

    def saw(self, findings: Iterable[Finding], side: Side) -> None:
        """Tell what was found. Raises GatewayFault where journal or recording cannot take it."""
        with self._lock:
            events = [event for finding in findings if (event := self._told_now(finding, side)) is not None]
            if self._later and self._clock.monotonic() - self._told_at >= SUMMED_SECONDS:
                events += self._told_later()
            if events:
                self._journal(events)

    def tripped(self, finding: Finding, side: Side) -> SessionCut:
        """Tell what ends the session; the exception that ends it."""
        self._recorder.marker(f"stopped: {finding.kind}")
        event = GuardTripped(
            **self._names,
            what=finding.kind,
            side=side,
            size_bytes=finding.size_bytes,
            digest=bytes.fromhex(finding.digest),
        )
        self._journal([event])
        return SessionCut(Ending(reason=EndReason.TRANSFER, text=texts.TRANSFER_STARTED, detail=finding.kind))

    def rest(self, *, shown: Iterable[Finding] = (), typed: Iterable[Finding] = ()) -> list[Event]:
        """What is still to be told, for the commit that ends the session; `shown` and `typed` are found at the streams' end.

        Before the recording is sealed. Where it takes no marker any more the journal alone has it.
        """
        with self._lock:
            self._is_over = True
            found = [*((one, Side.SHOWN) for one in shown), *((one, Side.TYPED) for one in typed)]
            last = [event for finding, side in found if (event := self._told_now(finding, side)) is not None]
            summed = [
                GuardSummed(**self._names, what=what, side=side, size_bytes=each.size_bytes, count=each.count)
                for (what, side), each in self._summed.items()
            ]
            self._summed.clear()
            return [*last, *self._told_later(), *summed]

    def _told_now(self, finding: Finding, side: Side) -> Event | None:
        if finding.weight is Weight.COUNTED:
            self._summed.setdefault((finding.kind, side), _Sum()).add(finding)
            return None
        if self._told >= EACH_MAX:
            self._later.setdefault((finding.kind, side), _Sum()).add(finding)
            return None
        self._told += 1
        return self._event(finding.kind, side, finding.size_bytes, 1, bytes.fromhex(finding.digest))

    def _told_later(self) -> list[Event]:
        events = [
            self._event(what, side, each.size_bytes, each.count, None) for (what, side), each in self._later.items()
        ]
        self._later.clear()
        self._told_at = self._clock.monotonic()
        return events

    def _event(self, what: str, side: Side, size_bytes: int, count: int, digest: bytes | None) -> Event:
        kind = GuardNoticed if what in PASSES else GuardWithheld
        word = "noticed" if what in PASSES else "withheld"
        times = f", {count} times" if count > 1 else ""
        with suppress(GatewayFault) if self._is_over else nullcontext():
            self._recorder.marker(f"{word}: {what}, {size_bytes} bytes{times}")
        return kind(**self._names, what=what, side=side, size_bytes=size_bytes, count=count, digest=digest)
