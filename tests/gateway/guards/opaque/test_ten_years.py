"""T-01 and T-02 with a clock that jumps: what `tests.benchmarks.tenyears` prints, asserted. 116 months of the database door
stand in `tests/gateway/disclosure/test_ten_years.py`."""

import os

import pytest

from tests.benchmarks.tenyears import Outcome, by_database, by_shells, most

DAYS = 400


def test_R06_T01_a_page_of_a_hundred_shows_nobody_and_alarms_on_day_one() -> None:
    outcome = by_database("", 2_700, 100, 2.0, DAYS)
    assert outcome.alarm == outcome.frozen == (1, 2.0)
    assert outcome.if_always_released == 0


def test_R06_T01_one_by_one_shows_twenty_before_the_alarm_and_the_caps_to_who_is_always_released() -> None:
    outcome = by_database("", 2_700, 1, 2.0, DAYS)
    assert outcome.alarm == outcome.frozen == (1, 42.0)
    assert outcome.before_alarm == outcome.if_nobody_releases == 20
    assert [most(outcome.by_day, days) for days in (1, 30, 365)] == [50, 300, 1_500]


def test_R06_T02_fifty_a_day_meet_the_month_on_day_six() -> None:
    outcome = by_database("", 51, 1, 60.0, DAYS)
    assert [outcome.by_day[day] for day in range(8)] == [50] * 6 + [0, 0]
    assert most(outcome.by_day, 365) == 1_500


@pytest.fixture(scope="module")
def by_shell() -> list[Outcome]:
    return list(by_shells(os.urandom(4).hex()))


def test_R07_T01_every_disguise_alarms_within_ten_seconds_of_day_one(by_shell: list[Outcome]) -> None:
    for outcome in by_shell:
        assert outcome.alarm is not None
        assert outcome.frozen is not None
        assert outcome.alarm[0] == 1
        if "at once" in outcome.way:
            assert outcome.alarm[1] <= 10


def test_R07_T01_a_suspended_worker_had_a_thousand_people_at_most(by_shell: list[Outcome]) -> None:
    for outcome in by_shell:
        assert outcome.before_alarm <= 300, outcome.way
        assert outcome.if_nobody_releases <= 1_000, outcome.way
