from datetime import timedelta

import pytest

from gateway.disclosure.past import Past, Step, japan_day
from gateway.disclosure.shown import Shown
from gateway.disclosure.spans import Exceeded, Span
from tests.gateway.disclosure.a_past import DAY, noon, people, rows

WHY = (Exceeded(span=Span.DAY, client=None, used=51, cap=50),)


def test_rows_add_up_by_day_and_client():
    past = Past().plus(rows(3), "S1", DAY).plus(rows(4), "S2", DAY).plus(rows(5, "C02"), "S1", DAY)
    assert past.rows == {(DAY, "C01"): 7, (DAY, "C02"): 5}


def test_what_froze_a_session_first_stays_the_reason():
    past = Past().freezing("S1", WHY).freezing("S1", ())
    assert past.frozen == {"S1": WHY}
    assert past.released("S1").frozen == {}
    assert past.released("S2").frozen == {"S1": WHY}


def test_a_step_lets_its_session_go_on():
    step = Step(session="S1", day=DAY, people=1, rows=0, supervisors=("a", "b"))
    assert Past().freezing("S1", WHY).raised(step).frozen == {}
    assert Past().freezing("S2", WHY).raised(step).frozen == {"S2": WHY}


@pytest.mark.parametrize(("days", "kept"), [(364, True), (365, False)])
def test_nothing_is_forgotten_that_a_cap_looks_at(days, kept):
    step = Step(session="S1", day=DAY, people=1, rows=0, supervisors=("a", "b"))
    past = Past().plus(people(1), "S1", DAY).plus(rows(2), "S1", DAY).raised(step)
    later = past.since(DAY + timedelta(days=days))
    assert (bool(later.people), bool(later.rows), bool(later.steps)) == (kept, kept, kept)


def test_less_than_nothing_cannot_be_shown():
    with pytest.raises(ValueError, match="less than nothing"):
        Shown(people=frozenset(), rows={"C01": -1})


def test_the_day_is_japans():
    assert japan_day(noon()) == DAY
