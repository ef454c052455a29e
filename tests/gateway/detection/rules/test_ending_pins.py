from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.detection.rules.ending_pins import Pinned, days_left, is_due, is_ending, last_of

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def pin(days: float, name: str = "AA") -> Pinned:
    return Pinned(print=name, ends_at=NOW + days * DAY)


def test_the_one_that_ends_last_counts() -> None:
    assert last_of([]) is None
    assert last_of([pin(3, "AA"), pin(300, "BB"), pin(-9, "CC")]) == pin(300, "BB")


@pytest.mark.parametrize(
    ("days", "told", "due"),
    [
        (31, None, False), (30, None, True), (20, None, True), (20, 6, False), (20, 7, True), (7.1, 1, False),
        (7, 1, True), (2, 0.5, False), (2, 1, True), (0, None, True), (-1, 1, False), (-1, 7, True), (-400, 7, True),
        (2, -1, True), (2, -0.1, False),
    ],
)  # fmt: skip
def test_weekly_in_the_last_month_and_daily_in_the_last_week(days: float, told: float | None, due: bool) -> None:
    assert is_due(pin(days), None if told is None else NOW - told * DAY, NOW) is due


def test_days_are_whole_and_never_less_than_none() -> None:
    assert [days_left(NOW + days * DAY, NOW) for days in (30, 1.9, 0.9, 0, -5)] == [30, 1, 0, 0, 0]


@given(st.floats(-400, 400), st.none() | st.floats(-400, 400))
def test_whatever_was_told_nothing_is_due_before_the_last_month(days: float, told: float | None) -> None:
    told_at = None if told is None else NOW - told * DAY
    assert not is_due(pin(days), told_at, NOW) or is_ending(pin(days).ends_at, NOW)
    assert is_due(pin(days), None, NOW) is is_ending(pin(days).ends_at, NOW)
