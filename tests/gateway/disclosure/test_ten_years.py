"""T-01 and T-02: one worker, 116 months, July 2013 to February 2023, against the shipped caps."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest

from gateway.authorization.loader import load
from gateway.disclosure.budget import Budget, Over
from gateway.disclosure.past import Past
from gateway.disclosure.shown import Shown
from tests.gateway.authorization.a_request import SHIPPED
from tests.gateway.disclosure.a_past import noon

FIRST, LAST = date(2013, 7, 1), date(2023, 2, 28)
CAPS = load(SHIPPED).budgets.caps("failure", None)
SESSIONS_A_DAY = 3


def years(wanted_a_day: int, page: int, last: date = LAST) -> tuple[Counter, int]:
    """People really revealed by day, for somebody who asks for `wanted_a_day` new ones in pages, in sessions of the day."""
    past, revealed, fresh, frozen = Past(), Counter(), count(), 0
    day = FIRST
    while day <= last:
        past = replace(past.since(day), frozen={})  # the sessions of the day before are over
        now = noon(day)
        for number in range(SESSIONS_A_DAY):
            budget = Budget.of(CAPS, 80, past, f"{day}/{number}", now)
            for _ in range(0, wanted_a_day // SESSIONS_A_DAY, page):
                asked = frozenset(
                    (f"C{each % 69:02}", each.to_bytes(16, "big")) for each in (next(fresh) for _ in range(page))
                )
                answer = budget.after(Shown(people=asked, rows={}), now)
                budget = answer.budget
                if isinstance(answer, Over):
                    frozen += 1
                    break
                revealed[day] += page
            past = budget.past
        day += timedelta(days=1)
    return revealed, frozen


def most(revealed: Counter, days: int) -> int:
    window = best = 0
    day = FIRST
    while day <= LAST:
        window += revealed[day] - revealed[day - timedelta(days=days)]
        best = max(best, window)
        day += timedelta(days=1)
    return best


@pytest.fixture(scope="module")
def greedy() -> tuple[Counter, int]:
    return years(wanted_a_day=80_000 // 30, page=10)


def test_R06_T01_eighty_thousand_a_month_become_the_caps_in_every_span(greedy):
    revealed, frozen = greedy
    assert revealed[FIRST] == 50
    assert most(revealed, 1) == 50
    assert most(revealed, 30) == 300
    assert most(revealed, 365) == 1500
    assert revealed.total() <= 1500 * 10
    assert frozen == SESSIONS_A_DAY * ((LAST - FIRST).days + 1), "every session of every day was frozen"


def test_R06_T02_fifty_a_day_meet_the_cap_of_thirty_days_on_day_six_and_the_years_cap():
    revealed, _ = years(wanted_a_day=51, page=1, last=FIRST + timedelta(days=500))
    firsts = [revealed[FIRST + timedelta(days=each)] for each in range(8)]
    assert firsts == [50] * 6 + [0, 0]
    assert most(revealed, 365) == 1500
    assert 100_000 / most(revealed, 365) > 66
