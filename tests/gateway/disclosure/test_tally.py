from datetime import timedelta

import pytest

from gateway.disclosure.past import Past
from gateway.disclosure.shown import NOTHING, Shown
from gateway.disclosure.spans import CAPPED, PEOPLE, Span, cap_of
from gateway.disclosure.tally import Tally
from tests.gateway.disclosure.a_past import DAY, SHIPPED, people, rows


@pytest.mark.parametrize(
    ("days", "spans"),
    [
        (0, {*PEOPLE}),
        (1, {Span.DAYS_30, Span.DAYS_365}),
        (29, {Span.DAYS_30, Span.DAYS_365}),
        (30, {Span.DAYS_365}),
        (364, {Span.DAYS_365}),
        (365, set()),
    ],
)
def test_which_spans_a_day_counts_in(days, spans):
    tally = Tally.of(Past().plus(people(1), "S1", DAY), "S2", DAY + timedelta(days=days))
    assert {span for span in Span if tally.used(span, "C01")} == spans - {Span.SESSION}
    own = Tally.of(Past().plus(people(1), "S1", DAY), "S1", DAY + timedelta(days=days))
    assert own.used(Span.SESSION, None) == 1


def test_plus_counts_what_of_would():
    shown = Shown(people=people(1, 2).people | people(3, client="C02").people, rows={"C01": 4, "C02": 1})
    past = Past().plus(people(2, 9), "S1", DAY).plus(rows(2), "S0", DAY)
    carried = Tally.of(past, "S1", DAY).plus(shown)
    made = Tally.of(past.plus(shown, "S1", DAY), "S1", DAY)
    assert {(s, c): carried.used(s, c) for s in Span for c in ("C01", "C02", None)} == {
        (s, c): made.used(s, c) for s in Span for c in ("C01", "C02", None)
    }
    assert carried.plus(NOTHING).used(Span.DAY, None) == carried.used(Span.DAY, None)


def test_every_span_has_a_cap():
    assert [cap_of(SHIPPED, each) for each in CAPPED] == [20, 50, 300, 1500, 1000]
