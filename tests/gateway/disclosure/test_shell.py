"""The budget of a shell, pure: who counts, what stops, what a release and a step change."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.budgets import budgets_of
from gateway.authorization.purposes import purposes_of
from gateway.disclosure.shell import Amounts, ShellPast, judged
from gateway.disclosure.spans import PEOPLE, Span

POLICIES = Path(__file__).parents[3] / "policies"
CAPS = budgets_of(
    (POLICIES / "budgets.toml").read_bytes(), purposes_of((POLICIES / "purposes.toml").read_bytes())
).shell.default
NOBODY = ShellPast()


def who(*numbers: int) -> frozenset[bytes]:
    return frozenset(number.to_bytes(16, "big") for number in numbers)


def past(**spans: frozenset[bytes]) -> ShellPast:
    return ShellPast(people={Span(name): people for name, people in spans.items()})


def test_R07_as_many_as_the_cap_and_not_one_more() -> None:
    assert not judged(NOBODY, who(*range(20)), Amounts(), CAPS, 80).exceeded
    spans = {each.span: (each.used, each.cap) for each in judged(NOBODY, who(*range(21)), Amounts(), CAPS, 80).exceeded}
    assert spans == {Span.PEOPLE_WINDOW: (21, 20), Span.SESSION: (21, 20)}


def test_R06_whoever_was_counted_costs_nothing_there_and_elsewhere_he_does() -> None:
    seen = who(*range(50))
    before = past(day=seen, days_30=seen, days_365=seen)
    assert not judged(before, who(*range(20)), Amounts(), CAPS, 80).exceeded
    assert [each.span for each in judged(before, who(50), Amounts(), CAPS, 80).exceeded] == [Span.DAY]


def test_R06_people_of_the_database_door_count_too() -> None:
    before = ShellPast(besides={Span.DAY: 45, Span.DAYS_30: 45, Span.DAYS_365: 45})
    found = judged(before, who(*range(6)), Amounts(), CAPS, 80)
    assert [each.span for each in found.exceeded] == [Span.DAY]
    assert judged(before, who(*range(5)), Amounts(), CAPS, 80).used == 50


def test_the_count_shown_is_the_one_with_the_least_left() -> None:
    found = judged(past(day=who(*range(100, 145))), who(1, 2), Amounts(), CAPS, 80)
    assert (found.used, found.cap) == (47, 50)
    assert (judged(NOBODY, who(1), Amounts(), CAPS, 80).used, judged(NOBODY, who(1), Amounts(), CAPS, 80).cap) == (
        1,
        20,
    )


def test_the_warning_share_is_crossed_once() -> None:
    crossed = [
        each.span for each in judged(past(session=who(*range(15))), who(15), Amounts(), CAPS, 80).near if each.crossed
    ]
    assert crossed == [Span.SESSION]
    assert not [
        each for each in judged(past(session=who(*range(16))), who(16), Amounts(), CAPS, 80).near if each.crossed
    ]


def test_R06_a_step_widens_spans_of_people_by_itself_and_what_a_day_allows_once_more() -> None:
    full = past(session=who(*range(20)), day=who(*range(20)))
    assert judged(full, who(20), Amounts(), CAPS, 80).exceeded
    assert not judged(replace(full, step=5), who(20), Amounts(), CAPS, 80).exceeded
    assert judged(replace(full, step=5), who(*range(20, 26)), Amounts(), CAPS, 80).exceeded
    spent = ShellPast(today=Amounts(opaque=CAPS.opaque_day))
    assert judged(spent, who(), Amounts(opaque=1), CAPS, 80).exceeded
    assert not judged(replace(spent, step=0), who(), Amounts(opaque=1), CAPS, 80).exceeded


@pytest.mark.parametrize(
    ("name", "window", "day"),
    [
        ("opaque", Span.OPAQUE_WINDOW, Span.OPAQUE_DAY),
        ("hashes", None, Span.HASHES_DAY),
        ("bare_lines", Span.NUMBERS_WINDOW, Span.NUMBERS_DAY),
        ("novel", None, Span.NOVEL_DAY),
    ],
)
def test_R07_a_slow_drip_ends_with_the_day(name: str, window: Span | None, day: Span) -> None:
    cap = getattr(CAPS, f"{name}_day")
    more = Amounts(**{name: 1})
    assert [e.span for e in judged(ShellPast(today=Amounts(**{name: cap})), who(), more, CAPS, 80).exceeded] == [day]
    assert not judged(ShellPast(today=Amounts(**{name: cap - 1})), who(), more, CAPS, 80).exceeded
    if window is not None:
        full = ShellPast(within=Amounts(**{name: getattr(CAPS, name)}))
        assert [e.span for e in judged(full, who(), more, CAPS, 80).exceeded] == [window]


def test_what_stays_is_no_matter_even_above_its_cap() -> None:
    above = ShellPast(people={span: who(*range(2000)) for span in PEOPLE}, today=Amounts(opaque=10**6))
    assert not judged(above, who(1), Amounts(), CAPS, 80).exceeded


def test_units_of_a_day_and_of_a_month_are_told_once() -> None:
    before = ShellPast(today=Amounts(novel=CAPS.told_day - 1), units_30_days=CAPS.told_days_30)
    assert dict(judged(before, who(), Amounts(novel=1), CAPS, 80).told) == {1: CAPS.told_day}
    after = ShellPast(today=Amounts(novel=CAPS.told_day), units_30_days=CAPS.told_days_30 - 42)
    assert dict(judged(after, who(), Amounts(bare_lines=1), CAPS, 80).told) == {30: CAPS.told_days_30}


def test_nobody_is_shown_less_than_nothing() -> None:
    with pytest.raises(ValueError, match="less"):
        Amounts(novel=-1)


@given(st.lists(st.sets(st.integers(0, 40), max_size=12), max_size=12))
def test_R06_however_people_come_nobody_is_shown_more_than_the_cap(pieces: list[set[int]]) -> None:
    shown: set[bytes] = set()
    for piece in pieces:
        before = ShellPast(people=dict.fromkeys((Span.PEOPLE_WINDOW, *PEOPLE), frozenset(shown)))
        new = who(*piece)
        if not judged(before, new, Amounts(), CAPS, 80).exceeded:
            shown |= new
        else:
            assert len(shown | new) > 20
        assert len(shown) <= 20
