"""The question's own shape."""

from datetime import UTC, date, datetime

import pytest

from gateway.authorization.request import Capability, Factor, OrderFacts
from tests.gateway.authorization.a_request import NOW, a_request, an_order


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        a_request(now=NOW.replace(tzinfo=None))
    with pytest.raises(ValueError, match="time zone"):
        a_request(proved_at=NOW.replace(tzinfo=None))


def test_today_is_the_day_in_japan() -> None:
    assert a_request(now=datetime(2026, 11, 21, 15, 0, tzinfo=UTC)).today == date(2026, 11, 22)
    assert a_request(now=datetime(2026, 11, 21, 14, 59, 59, tzinfo=UTC)).today == date(2026, 11, 21)


def test_a_work_order_has_the_shape_of_order_facts() -> None:
    facts: OrderFacts = an_order()
    assert facts.approvers == {"P-11", "P-12"}


def test_words_on_the_wire_stay_what_they_are() -> None:
    assert [each.value for each in Capability] == ["shell", "commands", "exec", "upload", "query"]
    assert [each.value for each in Factor] == ["terminal-key", "person-key", "password", "code"]
