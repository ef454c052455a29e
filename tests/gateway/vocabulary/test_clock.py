from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.vocabulary.clock import JST, SystemClock, moment_of, timestamp

MINUTES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timedelta(minutes=minutes))
ZONES = st.builds(timezone, MINUTES)


@given(st.datetimes(datetime(1000, 1, 2), datetime(9998, 12, 30), timezones=ZONES))
def test_R43_a_stored_moment_is_the_same_moment(moment):
    assert moment_of(timestamp(moment)) == moment.replace(microsecond=moment.microsecond)


@given(st.lists(st.datetimes(datetime(1000, 1, 2), datetime(9998, 12, 30), timezones=st.just(UTC)), min_size=2))
def test_stored_moments_sort_like_moments(moments):
    assert [moment_of(stamp) for stamp in sorted(map(timestamp, moments))] == sorted(moments)


def test_a_moment_without_a_zone_is_not_stored():
    with pytest.raises(ValueError, match="time zone"):
        timestamp(datetime(2026, 11, 22))


@pytest.mark.parametrize(
    "stamp",
    ["", "2026-11-22", "2026-11-22T01:02:03Z", "2026-11-22T01:02:03.000000+00:00", "2026-11-22 01:02:03.000000Z"],
)
def test_other_spellings_are_refused(stamp):
    with pytest.raises(ValueError):
        moment_of(stamp)


def test_japan_is_nine_hours_ahead():
    assert datetime(2026, 11, 22, 15, tzinfo=UTC).astimezone(JST).day == 23


def test_the_systems_clocks_go_forward():
    clock = SystemClock()
    first = clock.monotonic()
    assert clock.now().tzinfo is UTC
    assert clock.monotonic() >= first
