"""Which approvals auditors look at."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.approvals.haste import Flag, Given, flagged, pace_flag
from tests.gateway.authorization.a_request import NOW, the_policy

LIMITS = the_policy().limits
SLOW = Given(order="WO-1", by="P-11", at=NOW, seconds=60)


@pytest.mark.parametrize(
    ("seconds", "flag"), [(None, Flag.UNMEASURED), (0, Flag.QUICK), (9, Flag.QUICK), (10, None), (3600, None)]
)
def test_R26_under_ten_seconds_or_not_measured(seconds: int | None, flag: Flag | None) -> None:
    assert pace_flag(seconds, LIMITS) is flag


def test_T19_eight_seconds_are_flagged_and_a_minute_is_not() -> None:
    found = flagged([SLOW, replace(SLOW, order="WO-2", seconds=8)], LIMITS)
    assert [(each.given.order, each.flags) for each in found] == [("WO-2", (Flag.QUICK,))]


def test_R26_the_twenty_first_within_an_hour_is_flagged() -> None:
    minute = timedelta(minutes=1)
    twenty = [replace(SLOW, order=f"WO-{number:02}", at=NOW + number * minute) for number in range(20)]
    assert flagged(twenty, LIMITS) == []
    one_more = replace(SLOW, order="WO-20", at=NOW + 20 * minute)
    assert [each.flags for each in flagged([*twenty, one_more], LIMITS)] == [(Flag.MANY,)]
    assert flagged([*twenty, replace(one_more, by="P-12")], LIMITS) == []
    assert flagged([*twenty, replace(one_more, at=NOW + timedelta(hours=1))], LIMITS) == []


def test_newest_first_whatever_the_order_they_come_in() -> None:
    one, two = replace(SLOW, seconds=1), replace(SLOW, seconds=2, at=NOW + timedelta(hours=2), order="WO-2")
    assert [each.given for each in flagged([one, two], LIMITS)] == [two, one]
    assert [each.given for each in flagged([two, one], LIMITS)] == [two, one]
