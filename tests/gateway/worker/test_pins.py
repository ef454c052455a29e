from datetime import UTC, datetime, timedelta
from itertools import pairwise

from gateway.audit.event import Event
from gateway.detection.rules.ending_pins import Pinned
from gateway.vocabulary.outcome import GatewayFault
from gateway.worker.events import CertificateEnding
from gateway.worker.pins import PACE, PinnedTarget, PinWatch

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


class Office:
    """Clock, registrar and pins in one; what is appended is what was told."""

    def __init__(self, *targets: PinnedTarget) -> None:
        self.pinned, self.at = targets, NOW
        self.told: list[tuple[datetime, CertificateEnding]] = []
        self.fault: GatewayFault | None = None

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 0.0

    def checkpoint(self) -> None:
        raise AssertionError

    def append(self, events: list[Event]) -> None:
        if self.fault is not None:
            raise self.fault
        self.told += [(self.at, each) for each in events if isinstance(each, CertificateEnding)]

    def targets(self) -> tuple[PinnedTarget, ...]:
        return self.pinned

    def told_at(self, target: str, print_: str) -> datetime | None:
        found = [at for at, each in self.told if (each.target, each.print) == (target, print_)]
        return found[-1] if found else None


def watch(office: Office) -> PinWatch:
    return PinWatch(clock=office, registrar=office, pins=office)


def target(name: str, *days: float) -> PinnedTarget:
    pins = tuple(Pinned(print=f"P{at}", ends_at=NOW + timedelta(days=each)) for at, each in enumerate(days))
    return PinnedTarget(name=name, pins=pins)


def test_what_ends_is_told_by_its_target_and_what_has_a_successor_is_not() -> None:
    office = Office(
        target("near", 9.5), target("renewed", 3, 300), target("far", 90), target("none"), target("over", -2)
    )
    assert watch(office).look()
    assert [(each.target, each.print, each.ends_on, each.days, each.over) for _, each in office.told] == [
        ("near", "P0", "2026-12-02", 9, False), ("over", "P0", "2026-11-21", 0, True),
    ]  # fmt: skip


def test_over_a_year_of_hourly_looks_it_is_told_weekly_then_daily_then_weekly() -> None:
    office = Office(target("db", 40))
    for hour in range(24 * 60):
        office.at = NOW + timedelta(hours=hour)
        assert watch(office).look()  # a worker that was started anew each time
    left = [40 - round((at - NOW) / timedelta(days=1)) for at, _ in office.told]
    assert left == [30, 23, 16, 9, *range(7, -1, -1), -7, -14] or left[:3] == [30, 23, 16], left
    assert 12 <= len(left) <= 16
    assert all(0 < before - after <= 7 for before, after in pairwise(left))


def test_a_fault_of_our_own_side_is_tried_again_soon_and_stops_nothing() -> None:
    office, paused = Office(target("near", 1)), []
    office.fault = GatewayFault("away")

    def wait(seconds: float) -> bool:
        paused.append(seconds)
        if len(paused) == 2:
            office.fault = None
        return len(paused) == 3

    watch(office).run(wait)
    assert paused[1:] == [PACE.failed, PACE.good]
    assert len(office.told) == 1
