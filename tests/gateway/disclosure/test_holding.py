"""A session's book: what was lent is held, went out, or was given back, whatever the order of things."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.disclosure.asking import Went
from gateway.disclosure.holding import Batch, Holding

DAY = date(2026, 11, 23)
NEXT = DAY + timedelta(days=1)
CUSTOMERS, ORDERS = ("C01", "s.customers"), ("C01", "s.orders")


def test_what_is_missing_is_by_client_whatever_the_table():
    book = Holding(DAY)
    assert book.missing({CUSTOMERS: 3, ORDERS: 2}) == {"C01": 5}
    book.lent({"C01": 4})
    assert book.missing({CUSTOMERS: 3, ORDERS: 2}) == {"C01": 1}
    assert book.missing({CUSTOMERS: 4}) == {}
    assert book.missing({("C02", "t"): 1}) == {"C02": 1}


def test_nothing_goes_out_that_nobody_lent():
    book = Holding(DAY)
    book.lent({"C01": 4})
    with pytest.raises(ValueError, match="nobody lent"):
        book.show({CUSTOMERS: 3, ORDERS: 2}, 1)
    assert book.batches() == []
    book.show({CUSTOMERS: 4}, 1)
    assert not book.holds


def test_what_went_out_is_told_once_with_its_statements():
    book = Holding(DAY)
    book.lent({"C01": 10})
    book.show({CUSTOMERS: 3}, 1)
    book.show({CUSTOMERS: 1, ORDERS: 2}, 4)
    assert book.batches() == [
        Batch(
            day=DAY,
            went=(
                Went(client="C01", table="s.customers", rows=4, statement=1, through=4),
                Went(client="C01", table="s.orders", rows=2, statement=4, through=4),
            ),
            back={},
        )
    ]
    assert book.batches() == []
    assert book.holds


def test_what_is_to_spare_can_be_taken_back():
    book = Holding(DAY)
    book.lent({"C01": 10, "C02": 3})
    spare = book.spare({CUSTOMERS: 4, ORDERS: 1})
    assert (spare.day, spare.rows) == (DAY, {"C01": 5, "C02": 3})
    book.reclaimed(spare)
    assert book.missing({CUSTOMERS: 5}) == {}
    assert book.missing({CUSTOMERS: 6}) == {"C01": 1}
    assert book.spare({CUSTOMERS: 5}).rows == {}
    book.turn(NEXT)
    book.lent({"C01": 5})
    book.reclaimed(spare)
    assert book.missing({CUSTOMERS: 5}) == {}, "of another day"


def test_midnight_gives_back_what_the_day_before_lent():
    book = Holding(DAY)
    book.lent({"C01": 10})
    book.show({CUSTOMERS: 3}, 1)
    book.turn(DAY)
    assert book.holds
    book.turn(NEXT)
    assert not book.holds
    book.lent({"C01": 1})
    book.show({CUSTOMERS: 1}, 2)
    told = book.batches()
    assert [(each.day, sum(went.rows for went in each.went), dict(each.back)) for each in told] == [
        (DAY, 3, {"C01": 7}),
        (NEXT, 1, {}),
    ]


ACTS = st.one_of(
    st.tuples(st.just("lend"), st.sampled_from(["C01", "C02"]), st.integers(0, 50)),
    st.tuples(st.just("show"), st.sampled_from([CUSTOMERS, ORDERS, ("C02", "")]), st.integers(1, 20)),
    st.tuples(st.just("turn"), st.integers(0, 3), st.just(0)),
    st.tuples(st.just("back"), st.just(""), st.just(0)),
    st.tuples(st.just("tell"), st.just(""), st.just(0)),
)


@given(st.lists(ACTS, max_size=60))
def test_R06_lent_is_shown_plus_given_back_plus_held_on_every_day(acts):
    book, lent, shown, told = Holding(DAY), Counter(), Counter(), []
    for act, what, number in acts:
        match act:
            case "lend":
                book.lent({what: number})
                lent[book.day, what] += number
            case "show":
                try:
                    book.show({what: number}, 1)
                    shown[book.day, what[0]] += number
                except ValueError:
                    continue
            case "turn":
                book.turn(max(book.day, DAY + timedelta(days=what)))
            case "back":
                book.give_back()
            case "tell":
                told += book.batches()
    book.give_back()
    told += book.batches()
    went, back = Counter(), Counter()
    for batch in told:
        for each in batch.went:
            went[batch.day, each.client] += each.rows
        for client, rows in batch.back.items():
            assert rows > 0
            back[batch.day, client] += rows
    assert +went == +shown
    assert +(went + back) == +lent
