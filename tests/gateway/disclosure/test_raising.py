from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gateway.disclosure.past import Past, Step
from gateway.disclosure.raising import Asked, NotRaised, step_of
from gateway.vocabulary.caps import BudgetCaps, Caps, RaiseLimits
from tests.gateway.disclosure.a_past import DAY, DEFAULT, noon

LIMITS = RaiseLimits(people=20, rows=200)
SUPERVISORS = frozenset({"kobayashi", "yamada", "watanabe"})
ASKED = Asked(person="sato", session="S1", people=20, rows=200, supervisors=("kobayashi", "yamada"))
NOBODY = BudgetCaps(
    **dict.fromkeys(("per_client", "in_all"), Caps(session=0, day=0, days_30=0, days_365=0, rows_day=100))
)


def asked(past: Past | None = None, caps: BudgetCaps = DEFAULT, now=None, **other):
    return step_of(replace(ASKED, **other), caps, LIMITS, past or Past(), SUPERVISORS, now or noon())


def test_R06_two_supervisors_add_one_sessions_worth():
    assert asked() == Step(session="S1", day=DAY, people=20, rows=200, supervisors=("kobayashi", "yamada"))


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"supervisors": ("yamada", "yamada")}, NotRaised.ONE_SUPERVISOR),
        ({"supervisors": ("yamada", "ito")}, NotRaised.NOT_A_SUPERVISOR),
        ({"supervisors": ("yamada", "sato")}, NotRaised.OWN),
        ({"person": "yamada"}, NotRaised.OWN),
        ({"people": 0, "rows": 0}, NotRaised.NOTHING),
        ({"people": -5}, NotRaised.NOTHING),
        ({"rows": -1}, NotRaised.NOTHING),
        ({"people": 21}, NotRaised.TOO_MUCH),
        ({"rows": 201}, NotRaised.TOO_MUCH),
    ],
)
def test_R06_what_is_no_step(other, why):
    assert asked(**other) is why


def test_R06_a_purpose_that_reveals_nobody_reveals_nobody_by_a_step():
    assert asked(caps=NOBODY, people=1, rows=0) is NotRaised.TOO_MUCH
    assert asked(caps=NOBODY, people=0, rows=101) is NotRaised.TOO_MUCH
    assert isinstance(asked(caps=NOBODY, people=0, rows=100), Step)


def test_R06_once_a_day_and_once_a_session():
    past = Past().raised(asked())
    assert asked(past=past, session="S2") is NotRaised.AGAIN
    assert asked(past=past, now=noon(days=1)) is NotRaised.AGAIN, "the same session"
    assert isinstance(asked(past=past, session="S2", now=noon(days=1)), Step)
    assert asked(past=past, session="S2", now=noon(days=-1)) is NotRaised.AGAIN, "a clock behind the other's"


def test_R06_a_step_of_yesterday_ends_at_midnight_in_japan():
    late = datetime(2026, 11, 23, 14, 59, tzinfo=UTC)
    past = Past().raised(asked(now=late))
    assert asked(past=past, session="S2", now=late) is NotRaised.AGAIN
    assert isinstance(asked(past=past, session="S2", now=late + timedelta(minutes=1)), Step)
