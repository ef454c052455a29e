from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.disclosure.budget import ROWS_AHEAD_IN_ALL, Left, Over, Warn, Within
from gateway.disclosure.past import Past, Step
from gateway.disclosure.shown import NOTHING, Shown
from gateway.disclosure.spans import Exceeded, Near, Span
from gateway.vocabulary.caps import BudgetCaps, Caps
from tests.gateway.disclosure.a_past import DAY, DEFAULT, budget, noon, people, rows


def shown_by(past: Past, session: str, numbers, now) -> Past:
    answer = budget(past, session, now).after(people(*numbers), now)
    assert not isinstance(answer, Over)
    return answer.budget.past


def test_R06_twenty_people_a_session_and_not_one_more():
    first = budget().after(people(*range(20)), noon())
    assert isinstance(first, Warn)
    assert first.left == Left(people=0, rows=1000)
    over = first.budget.after(people(20), noon())
    assert over.exceeded == (
        Exceeded(span=Span.SESSION, client="C01", used=21, cap=20),
        Exceeded(span=Span.SESSION, client=None, used=21, cap=20),
    )


def test_R06_an_answer_is_shown_whole_or_not_at_all():
    over = budget().after(people(*range(21)), noon())
    assert isinstance(over, Over)
    assert over.budget.past.people == {}


def test_R06_a_frozen_session_shows_nothing_until_a_supervisor_acts():
    frozen = budget().after(people(*range(21)), noon()).budget
    for shown in (people(1), rows(1), NOTHING):
        again = frozen.after(shown, noon())
        assert isinstance(again, Over)
        assert again.exceeded[0].span is Span.SESSION
    other = budget(frozen.past, "S2").after(people(1), noon())
    assert isinstance(other, Within)
    assert isinstance(budget(frozen.past.released("S1")).after(people(1), noon()), Within)


def test_R06_somebody_already_counted_costs_nothing_again():
    full = budget().after(people(*range(20)), noon()).budget
    again = full.after(people(3, 4), noon())
    assert isinstance(again, Within)
    assert again.left.people == 0


def test_R06_warned_at_eighty_percent_and_once():
    fifteen = budget().after(people(*range(15)), noon())
    assert isinstance(fifteen, Within)
    sixteen = fifteen.budget.after(people(15), noon())
    assert isinstance(sixteen, Warn)
    assert Near(span=Span.SESSION, client="C01", used=16, cap=20, crossed=True) in sixteen.near
    seventeen = sixteen.budget.after(people(16), noon())
    assert isinstance(seventeen, Warn)
    assert not any(each.crossed for each in seventeen.near)


def test_R06_masked_rows_count_every_time():
    answer = budget().after(rows(600), noon())
    assert isinstance(answer, Within)
    assert isinstance(answer.budget.after(rows(400), noon()), Warn)
    over = answer.budget.after(rows(401), noon())
    assert [(each.span, each.client) for each in over.exceeded] == [(Span.ROWS_DAY, "C01"), (Span.ROWS_DAY, None)]


def test_R06_sixty_nine_clients_are_no_way_around_the_caps():
    asked = Shown(people=frozenset((f"C{n:02}", bytes(16)) for n in range(21)), rows={})
    over = budget().after(asked, noon())
    assert over.exceeded == (Exceeded(span=Span.SESSION, client=None, used=21, cap=20),)


def test_R06_a_client_may_be_narrower_than_all_together():
    narrow = Caps(session=2, day=2, days_30=2, days_365=2, rows_day=2)
    caps = BudgetCaps(per_client=narrow, in_all=DEFAULT.in_all)
    two_each = Shown(people=people(1, 2).people | people(1, 2, client="C02").people, rows={})
    assert not isinstance(budget(caps=caps).after(two_each, noon()), Over)
    assert isinstance(budget(caps=caps).after(people(1, 2, 3), noon()), Over)


@pytest.mark.parametrize(("days", "left"), [(0, 30), (1, 50), (29, 50), (30, 50), (-1, 30)])
def test_R06_the_day_of_another_session_counts(days, left):
    """-1: the other node's clock is already a day ahead."""
    past = shown_by(Past(), "S0", range(20), noon())
    now = noon(days=days)
    found = budget(past, "S1", now).left(people(1))
    assert found.people == min(20, left)
    more = frozenset(("C01", bytes([number] * 16)) for number in range(1, 26))
    past = replace(past, people={**past.people, (DAY, "S9"): more})
    assert budget(past, "S1", now).left(people(1)).people == (5 if days <= 0 else 20)


@pytest.mark.parametrize(("span", "days", "cap"), [(Span.DAYS_30, 30, 300), (Span.DAYS_365, 365, 1500)])
def test_R06_a_window_of_days_ends_exactly(span, days, cap):
    seen = {(DAY, "S0"): people(*range(cap)).people}
    past = Past(people=seen)
    last, after = noon(days=days - 1), noon(days=days)
    over = budget(past, "S1", last).after(people(9999), last)
    assert span in {each.span for each in over.exceeded}
    if span is Span.DAYS_365:
        assert isinstance(budget(past, "S1", after).after(people(9999), after), Within)
    else:
        assert span not in {
            e.span for e in getattr(budget(past, "S1", after).after(people(9999), after), "exceeded", ())
        }


@pytest.mark.parametrize(
    ("moment", "same"),
    [
        (datetime(2026, 11, 22, 15, 0, tzinfo=UTC), True),  # midnight in Japan
        (datetime(2026, 11, 22, 14, 59, 59, 999_999, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 14, 59, 59, tzinfo=UTC), True),
    ],
)
def test_R06_days_begin_at_midnight_in_japan(moment, same):
    past = shown_by(Past(), "S0", range(20), moment)
    past = shown_by(past, "S1", range(20, 40), moment)
    assert ({day for day, _ in past.people} == {DAY}) is same
    assert budget(past, "S2", noon()).left(people(99)).people == (10 if same else 20)


def test_R06_a_budget_made_before_midnight_knows_the_new_day():
    before = datetime(2026, 11, 23, 14, 59, tzinfo=UTC)
    made = budget(now=before).after(rows(1000), before).budget
    assert isinstance(made.after(rows(1), before), Over)
    assert isinstance(made.after(rows(1), before + timedelta(minutes=1)), Within)


def test_R06_a_session_over_midnight_keeps_its_own_cap():
    before = datetime(2026, 11, 23, 14, 59, tzinfo=UTC)
    made = budget(now=before).after(people(*range(20)), before).budget
    over = made.after(people(99), before + timedelta(minutes=1))
    assert {each.span for each in over.exceeded} == {Span.SESSION}


def test_a_moment_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        budget(now=datetime(2026, 11, 23))


def test_R06_a_step_lifts_this_session_for_this_day_only():
    step = Step(session="S1", day=DAY, people=20, rows=200, supervisors=("a", "b"))
    frozen = budget().after(people(*range(21)), noon()).budget.past
    raised = budget(frozen.raised(step)).after(people(*range(40)), noon())
    assert not isinstance(raised, Over)
    assert isinstance(raised.budget.after(people(41), noon()), Over)
    assert isinstance(budget(frozen.raised(step), "S2").after(people(*range(21)), noon()), Over)
    assert isinstance(budget(frozen.raised(step), "S1", noon(days=1)).after(people(*range(21)), noon(days=1)), Over)


def test_R06_past_the_cap_by_a_step_nothing_new_is_shown_the_next_day():
    step = Step(session="S1", day=DAY, people=20, rows=0, supervisors=("a", "b"))
    seen = {(DAY, "S0"): people(*range(1500)).people}
    past = budget(Past(people=seen, steps=(step,))).after(people(*range(2000, 2005)), noon())
    assert isinstance(past, Over), "the day is used up far beyond its cap and its step"
    tomorrow = noon(days=40)
    assert isinstance(budget(Past(people=seen, steps=(step,)), "S2", tomorrow).after(people(5000), tomorrow), Over)


ORDERS = st.lists(
    st.tuples(
        st.integers(0, 2),  # session
        st.integers(0, 3),  # days that pass first
        st.frozensets(st.tuples(st.sampled_from(["C01", "C02", ""]), st.integers(0, 12)), max_size=4),
        st.integers(0, 4),  # masked rows
        st.sampled_from(["show", "release", "raise"]),
    ),
    max_size=40,
)
SMALL = BudgetCaps(
    per_client=Caps(session=2, day=3, days_30=4, days_365=6, rows_day=5),
    in_all=Caps(session=3, day=4, days_30=6, days_365=8, rows_day=7),
)


@given(ORDERS, st.integers(0, 2))
def test_R06_never_more_people_than_the_cap_whatever_the_order(orders, step):
    """Counted by hand over what was really shown, by another way than the tally does."""
    past, now, shown, steps = Past(), noon(), [], set()
    for number, days, whom, masked, act in orders:
        now += timedelta(days=days)
        session, day = f"S{number}", now.date()
        if act == "release":
            past = past.released(session)
        if act == "raise" and day not in steps:
            steps.add(day)
            past = past.raised(Step(session=session, day=day, people=step, rows=step, supervisors=("a", "b")))
        asked = Shown(people=frozenset((c, bytes([n] * 16)) for c, n in whom), rows={"C01": masked})
        answer = budget(past, session, now, SMALL).after(asked, now)
        past = answer.budget.past
        if not isinstance(answer, Over):
            shown.append((session, day, asked))
    _check(shown, step)


def _check(shown, step):
    for session, day, _ in shown:
        for length, cap in ((1, "day"), (30, "days_30"), (365, "days_365")):
            within = [asked for _, d, asked in shown if timedelta(0) <= day - d < timedelta(days=length)]
            _holds(within, cap, step)
        _holds([asked for s, _, asked in shown if s == session], "session", step)
        for client in ("C01", None):
            rows_of_day = sum(asked.rows["C01"] for _, d, asked in shown if d == day)
            assert rows_of_day <= (SMALL.in_all if client is None else SMALL.per_client).rows_day + step


def _holds(answers, cap, step):
    seen = {person for asked in answers for person in asked.people}
    assert len(seen) <= getattr(SMALL.in_all, cap) + step
    for client in ("C01", "C02", ""):
        assert len({p for p in seen if p[0] == client}) <= getattr(SMALL.per_client, cap) + step


@given(ORDERS)
def test_R06_carried_on_or_made_anew_it_decides_the_same(orders):
    """One process that goes on and another that reads the state back agree, so doors and nodes share one budget."""
    now = noon()
    going, past = budget(caps=SMALL), Past()
    for _, days, whom, masked, _ in orders:
        now += timedelta(days=days)
        asked = Shown(people=frozenset((c, bytes([n] * 16)) for c, n in whom), rows={"C01": masked})
        one, other = going.after(asked, now), budget(past, "S1", now, SMALL).after(asked, now)
        assert type(one) is type(other)
        going, past = one.budget, other.budget.past
        assert going.past == past


def test_R06_rows_kept_ready_are_few_and_an_eighth_of_what_is_left():
    assert budget().spare("C01") == 64
    late = budget(Past(rows={(DAY, "C01"): 900}))
    assert late.spare("C01") == late.spare("C02") == 12
    assert budget(Past(rows={(DAY, "C01"): 999})).spare("C01") == 0
    assert budget(Past(rows={(DAY, "C01"): 2000})).spare("C01") == 0


def test_R06_rows_of_all_clients_kept_ready_are_an_eighth_of_what_is_left_and_have_an_end():
    assert budget().spare_in_all() == 125
    assert budget(Past(rows={(DAY, "C01"): 999})).spare_in_all() == 0
    assert budget(Past(rows={(DAY, "C01"): 798})).spare_in_all() == 1, "short of the warning share"
    wide = replace(DEFAULT, in_all=replace(DEFAULT.in_all, rows_day=1_000_000))
    assert budget(caps=wide).spare_in_all() == ROWS_AHEAD_IN_ALL


def test_R06_rows_kept_ready_never_cross_the_warning_share():
    for used in (740, 780, 798, 799):
        before = budget(Past(rows={(DAY, "C01"): used}))
        assert used + before.spare("C01") <= 799
        assert isinstance(before.kept("C01", before.spare("C01")).after(rows(1), noon()), Within | Warn)
    ready = budget(Past(rows={(DAY, "C01"): 790}))
    answer = ready.kept("C01", ready.spare("C01")).after(rows(1), noon())
    assert isinstance(answer, Warn)
    assert all(each.crossed for each in answer.near), "the row that crosses is one that is shown"


@given(st.integers(0, 1200), st.integers(0, 1200))
def test_R06_what_is_kept_ready_counts_and_never_passes_a_cap(mine, others):
    before = budget(Past(rows={(DAY, "C01"): mine, (DAY, "C02"): others}))
    spare = before.spare("C01")
    after = before.kept("C01", spare)
    assert 0 <= spare <= 64
    assert after.left(rows(0)).rows == max(0, before.left(rows(0)).rows - spare)
    assert not spare or mine + others + spare <= 1000
