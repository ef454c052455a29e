import pytest

from gateway.space.bounds import MIB
from gateway.space.forecast import SAMPLES_MAX, Forecast


def after(minutes: int, *, lost_mib_a_minute: float, start_mib: float = 1000, every: float = 60) -> Forecast:
    forecast = Forecast()
    for moment in range(0, minutes * 60 + 1, int(every)):
        forecast.add(float(moment), int((start_mib - lost_mib_a_minute * moment / 60) * MIB))
    return forecast


def test_hours_until_the_floor_at_the_rate_that_was_seen() -> None:
    forecast = after(100, lost_mib_a_minute=1)
    assert forecast.hours(0) == pytest.approx(900 / 60, rel=0.01)
    assert forecast.hours(300 * MIB) == pytest.approx(600 / 60, rel=0.01)


def test_nothing_is_said_of_a_moment_or_of_a_disk_that_does_not_fill() -> None:
    assert Forecast().hours(0) is None
    assert after(5, lost_mib_a_minute=50).hours(0) is None
    assert after(60, lost_mib_a_minute=0).hours(0) is None
    assert after(60, lost_mib_a_minute=0.000_001).hours(0) is None, "in a hundred years"


def test_a_disk_below_the_floor_is_full_now() -> None:
    assert after(60, lost_mib_a_minute=10, start_mib=700).hours(500 * MIB) == 0


def test_looks_between_the_minutes_weigh_nothing_and_memory_is_bounded() -> None:
    assert after(100, lost_mib_a_minute=1, every=1).hours(0) == pytest.approx(15, rel=0.01)
    assert len(after(2000, lost_mib_a_minute=0.1)._samples) == SAMPLES_MAX


def test_what_was_seen_before_room_was_made_says_nothing_any_more() -> None:
    forecast = after(100, lost_mib_a_minute=5)
    for minute in range(101, 130):
        forecast.add(minute * 60.0, 2000 * MIB)
    assert forecast.hours(0) is None


def test_one_burst_in_an_hour_is_an_hours_burst() -> None:
    forecast = Forecast()
    for minute in range(61):
        forecast.add(minute * 60.0, (1000 if minute < 59 else 900) * MIB)
    hours = forecast.hours(0)
    assert hours is not None
    assert hours > 5, "at the rate of the last minute it would be a quarter of an hour"
