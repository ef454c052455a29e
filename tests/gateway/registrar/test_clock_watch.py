from datetime import UTC, datetime, timedelta

import pytest

from gateway.registrar.clock_watch import ClockWatch
from gateway.registrar.limits import Discipline, Limits


class Hands:
    """A wall clock and a boot clock to be moved by hand."""

    def __init__(self) -> None:
        self.wall = datetime(2026, 11, 22, tzinfo=UTC)
        self.boot = 1000.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.boot

    def pass_time(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.boot += seconds


def watch(hands: Hands, *, disciplined: bool = True, discipline: Discipline = Discipline.NOT_ASKED) -> ClockWatch:
    return ClockWatch(hands, lambda: hands.boot, lambda: disciplined, Limits(discipline=discipline))


def test_R43_time_that_passes_is_no_drift() -> None:
    hands = Hands()
    watching = watch(hands)
    hands.pass_time(86_400 * 400)
    assert watching.look().trusted
    assert watching.look().drift_milliseconds == 0


@pytest.mark.parametrize(
    ("seconds", "trusted"), [(1.9, True), (-1.9, True), (2.1, False), (-2.1, False), (3600, False)]
)
def test_R43_a_jump_over_the_bound_ends_trust_either_way(seconds: float, trusted: bool) -> None:
    hands = Hands()
    watching = watch(hands)
    hands.wall += timedelta(seconds=seconds)
    found = watching.look()
    assert (found.trusted, found.drift_milliseconds) == (trusted, round(seconds * 1000))


def test_R43_small_steps_add_up() -> None:
    hands = Hands()
    watching = watch(hands)
    for _ in range(3):
        hands.wall += timedelta(seconds=0.8)
        hands.pass_time(10)
    assert not watching.look().trusted


def test_R43_a_clock_set_right_is_trusted_again() -> None:
    hands = Hands()
    watching = watch(hands)
    hands.wall += timedelta(seconds=10)
    assert not watching.look().trusted
    hands.wall -= timedelta(seconds=9.5)
    assert watching.look().trusted


def test_R43_a_suspended_machine_has_not_jumped() -> None:
    hands = Hands()
    watching = watch(hands)
    hands.pass_time(3600)  # boot time counts suspended time (CLOCK_BOOTTIME), as wall time does
    assert watching.look().trusted


def test_R43_an_undisciplined_clock_matters_where_settings_ask() -> None:
    assert watch(Hands(), disciplined=False).look().trusted
    assert not watch(Hands(), disciplined=False, discipline=Discipline.REQUIRED).look().trusted
    assert watch(Hands(), disciplined=True, discipline=Discipline.REQUIRED).look().trusted


def test_R43_before_the_journals_own_time_no_clock_is_trusted_and_there_the_distance_is_taken() -> None:
    hands = Hands()
    watching = watch(hands)
    watching.not_before(hands.wall + timedelta(hours=1))
    assert watching.look().behind
    assert not watching.look().trusted
    hands.pass_time(1800)
    assert not watching.look().trusted
    hands.wall += timedelta(seconds=1801)  # set right
    found = watching.look()
    assert (found.trusted, found.drift_milliseconds) == (True, 0)
    hands.wall -= timedelta(seconds=10)
    assert watching.look().jumped, "and from then on it is watched as ever"


def test_R43_a_clock_a_breath_behind_is_no_clock_that_went_back() -> None:
    hands = Hands()
    assert not watch(hands).behind_of(hands.wall + timedelta(seconds=1.9))
    assert watch(hands).behind_of(hands.wall + timedelta(seconds=2.1))
