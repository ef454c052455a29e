"""Whose papers are needed: of those named, or of all whose data are there; and on which days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.consents import NOBODY_KNOWS, lacking_for, lacking_of, spelled, touched
from gateway.vocabulary.clock import JST
from gateway.vocabulary.party import Chain, Lacking, Missing
from tests.gateway.authorization.a_request import FREE, a_chain, a_consent, a_request, a_target, an_order

DAY = date(2026, 11, 22)


def test_the_named_or_else_all_whose_data_are_there() -> None:
    assert touched(["C-2", "C-1", "C-2"], [a_target()], DAY) == ("C-2", "C-1")
    assert touched([], [a_target(), a_target(clients=("C-02", "C-03"))], DAY) == ("C-01", "C-02", "C-03")
    assert touched([], [a_target(free=FREE)], DAY) == ()
    assert touched([], [a_target(free=FREE)], date(2027, 1, 1)) == ("C-01", "C-02")  # the declaration has ended
    assert touched([], [a_target(clients=())], DAY) == (NOBODY_KNOWS,)
    assert touched([], [], DAY) == ()


def test_nobody_can_have_consented_where_nobody_registered_whose_data_it_is() -> None:
    request = a_request(target=a_target(clients=()), order=an_order(clients=()))
    assert [each.client for each in lacking_of(request)] == [NOBODY_KNOWS]
    assert "委託元が登録されていない" in spelled(lacking_of(request)[0]).ja


def test_without_an_order_another_rule_speaks() -> None:
    assert lacking_of(a_request(order=None, chain=a_chain(consents=()))) == ()


@given(
    st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 6), st.booleans()), max_size=6),
    st.integers(-4, 4),
    st.integers(0, 4),
)
def test_covered_exactly_where_every_day_is(papers: list[tuple[int, int, bool]], start: int, length: int) -> None:
    given_ = tuple(
        a_consent(
            "C-01",
            valid_from=DAY + timedelta(begin),
            valid_until=DAY + timedelta(begin + days),
            ended_at=datetime(2026, 1, 1, tzinfo=UTC) if ended else None,
        )
        for begin, days, ended in papers
    )
    first, last = DAY + timedelta(start), DAY + timedelta(start + length)
    days = [first + timedelta(at) for at in range(length + 1)]
    stands = all(any(each.covers(day) for each in given_) for day in days)
    assert (not a_chain(consents=given_).lacking(["C-01"], first, last)) is stands


def test_the_last_day_there_is_can_be_covered() -> None:
    assert a_chain(consents=(a_consent("C-01", valid_until=date.max),)).lacking(["C-01"], DAY, date.max) == ()


def test_another_employers_consent_does_not_count() -> None:
    other = a_chain(consents=(a_consent("C-01", employer="EM-2"),))
    assert [each.why for each in other.lacking(["C-01"], DAY, DAY)] == [Missing.NEVER]


@pytest.mark.parametrize(("hour", "lacks"), [(23, False), (24, True)])
def test_days_count_in_japan(hour: int, lacks: bool) -> None:
    chain = a_chain(consents=(a_consent("C-01", valid_until=DAY),))
    ends = datetime(2026, 11, 22, tzinfo=JST) + timedelta(hours=hour, minutes=1)
    found = lacking_for(["C-01"], [], chain, datetime(2026, 11, 22, 22, tzinfo=JST), ends)
    assert bool(found) is lacks


def test_what_somebody_typed_is_spelled_harmlessly() -> None:
    told = spelled(Lacking(client="\x1b[2J目", name="\x1b[2J目", why=Missing.NEVER))
    assert told.ja.isprintable()
    assert told.en.isascii()


def test_the_processor_needs_no_paper_and_what_is_no_processor_does() -> None:
    assert Chain(employer="E", name="x", kind="processor").lacking(["C"], DAY, DAY) == ()
    assert Chain(employer="E", name="x", kind="Processor").lacking(["C"], DAY, DAY) != ()
