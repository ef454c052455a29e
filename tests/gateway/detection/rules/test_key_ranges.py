from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.detection.rules.key_ranges import Answered, Threshold, paged

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
RULE = Threshold(steps=10, within=timedelta(hours=1))


def answers(spans, table: str = "db/customers", minutes: float = 50) -> list[Answered]:
    start = NOW - timedelta(minutes=minutes)
    return [
        Answered(at=start + timedelta(seconds=place), table=table, first=first, last=last)
        for place, (first, last) in enumerate(spans)
    ]


PAGES = [(number * 50, number * 50 + 49) for number in range(10)]


@pytest.mark.parametrize(
    "spans",
    [
        PAGES,
        PAGES[::-1],
        [(last, first) for first, last in PAGES],  # order by id desc
        [(str(first), str(last)) for first, last in PAGES],  # 100 comes after 99 though it is text
        [(each, each) for each in range(10)],  # where id = 0, = 1, ...
        [(first, first + 50) for first, _ in PAGES],  # a shared border
        [(f"CAF{each:08}", f"CAF{each + 4:08}") for each in range(0, 50, 5)],
        [span for each in PAGES for span in (each, (7, 7), (3, 3))],  # two other questions in between each
    ],
)
def test_R06_paging_through_the_keys_is_seen(spans):
    assert paged(answers(spans), NOW, RULE).keys() == {"db/customers"}


@pytest.mark.parametrize(
    "spans",
    [
        [],
        PAGES[:9],
        [(5, 5)] * 50,  # the same again and again
        [(1, 100)] * 50,
        [(each % 2, each % 2) for each in range(50)],
    ],
)
def test_other_work_is_no_paging(spans):
    assert paged(answers(spans), NOW, RULE) == {}


def test_tables_are_apart_and_an_hour_ends():
    assert paged([*answers(PAGES[:6]), *answers(PAGES[6:], table="db/client")], NOW, RULE) == {}
    assert paged(answers(PAGES, minutes=61), NOW, RULE) == {}


def test_the_order_they_are_told_in_does_not_matter():
    told = answers(PAGES)
    Random(1).shuffle(told)
    assert paged(told, NOW, RULE) == {"db/customers": 10}


def test_forty_people_looked_up_in_an_hour_as_they_call_raise_no_alarm():
    chance, raised = Random(20131122), 0
    for _ in range(500):
        raised += bool(paged(answers([(each, each) for each in chance.sample(range(20_700), 40)]), NOW, RULE))
    assert raised <= 10, "at most two in a hundred such hours"


POSITIONS = st.one_of(st.integers(), st.text(max_size=6), st.sampled_from(["-", "--1", "５", "²", "9" * 60, "-3"]))


@given(st.lists(st.tuples(POSITIONS, POSITIONS), max_size=30))
def test_any_positions_have_an_answer(spans):
    run = paged(answers(spans), NOW, Threshold(steps=2, within=timedelta(hours=1)))
    assert all(2 <= each <= len(spans) for each in run.values())
    turned = paged(
        answers([(last, first) for first, last in spans]), NOW, Threshold(steps=2, within=timedelta(hours=1))
    )
    assert turned == run
