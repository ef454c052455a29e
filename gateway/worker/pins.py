"""Pinned server certificates that are about to end: looked at once an hour, told of in the journal, where alarms come from.

Nothing else depends on it, and it connects to nothing: what is looked at is what was pinned.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from gateway.detection.rules.ending_pins import Pinned, days_left, is_due, last_of
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.clock import JST, Clock
from gateway.vocabulary.outcome import GatewayFault
from gateway.worker.events import CertificateEnding
from gateway.worker.ports import Registrar
from gateway.worker.rounds import Pace, rounds

log = logging.getLogger(__name__)
PACE: Final = Pace(first=10.0, good=3600.0, failed=60.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedTarget:
    """A database target that is in use, with what it is known by."""

    name: str
    pins: tuple[Pinned, ...]


class Pins(Protocol):
    """What is pinned, and what was told of it. Raises GatewayFault."""

    def targets(self) -> Sequence[PinnedTarget]:
        """Every active target that is known by certificates."""

    def told_at(self, target: str, print_: str) -> datetime | None:
        """When the journal last told that this certificate of this target ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinWatch:
    """`run` until `wait` says that it is over."""

    clock: Clock
    registrar: Registrar
    pins: Pins

    def run(self, wait: Callable[[float], bool]) -> None:
        """`wait(seconds)` sleeps and returns True when the worker is to stop."""
        rounds(self.look, PACE, wait)

    def look(self) -> bool:
        """Tell of what is due now. False if it must be tried again soon."""
        try:
            told = [event for each in self.pins.targets() if (event := self._ending(each)) is not None]
            if told:
                self.registrar.append(told)
        except (GatewayFault, CallRefused) as failure:
            log.error("pinned certificates were not looked at, it is tried again: %s", failure)  # noqa: TRY400
            return False
        return True

    def _ending(self, target: PinnedTarget) -> CertificateEnding | None:
        now, last = self.clock.now(), last_of(target.pins)
        if last is None or not is_due(last, self.pins.told_at(target.name, last.print), now):
            return None
        return CertificateEnding(
            target=target.name,
            print=last.print,
            ends_on=last.ends_at.astimezone(JST).date().isoformat(),
            days=days_left(last.ends_at, now),
            over=last.ends_at < now,
        )
