from datetime import UTC, date, datetime

import pytest

from admin_ui.sessions.filters import day_of, midnight, text_of


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2026-11-22", date(2026, 11, 22)), (" 2026-11-22 ", date(2026, 11, 22)), ("", None), (None, None), ("x", None),
     ("2026-13-01", None), ("0001-01-01", None), ("9999-12-31", None)],
)  # fmt: skip
def test_a_day_is_a_day_or_nothing(typed, day):
    assert day_of(typed) == day


def test_a_day_begins_at_midnight_in_japan():
    assert midnight(date(2026, 11, 22)) == datetime(2026, 11, 21, 15, tzinfo=UTC)


def test_text_is_bounded_and_blanks_are_nothing():
    assert text_of({"a": "  "}, "a") is None
    assert text_of({}, "a") is None
    assert text_of({"a": " x" * 200}, "a") == (" x" * 200).strip()[:100]
