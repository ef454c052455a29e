from datetime import UTC, datetime

from admin_ui.journal.forms import _kinds, _moments, _number


def test_days_and_times_in_japan():
    assert _moments({"from": "2026-11-22", "from_time": "09:30", "to": "2026-11-22", "to_time": "10:00"}) == (
        datetime(2026, 11, 22, 0, 30, tzinfo=UTC), datetime(2026, 11, 22, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    assert _moments({"from": "2026-11-22", "to": "2026-11-22"}) == (
        datetime(2026, 11, 21, 15, tzinfo=UTC), datetime(2026, 11, 22, 15, tzinfo=UTC),
    )  # fmt: skip
    assert _moments({"from_time": "09:30"}) == (None, None)
    assert _moments({"from": "x", "to": "y", "from_time": "z"}) == (None, None)


def test_a_kind_or_a_family_of_kinds():
    assert _kinds(None) is None
    assert _kinds("order.asked") == ("order.asked",)
    assert "order.approved" in (_kinds("order") or ())
    assert _kinds("orde") == ()


def test_a_number_is_a_number():
    assert _number("12") == 12
    assert [_number(each) for each in (None, "", "-1", "x", "１２", "9" * 40)] == [None] * 6
