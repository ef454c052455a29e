from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from gateway.guards.verdict import Why
from gateway.sessions.standing import Course, Standing
from gateway.wiring.office_live_list import Running


def running(standing: Standing) -> Running:
    line: Any = SimpleNamespace(session=SimpleNamespace(id=standing.session))
    return Running(line=line, standing=standing, present=())


@pytest.mark.parametrize(
    ("people", "cap", "near"),
    [(0, 20, False), (15, 20, False), (16, 20, True), (20, 20, True), (5, None, False), (0, 0, True)],
)
def test_R06_from_four_fifths_on_it_is_near(people: int, cap: int | None, near: bool):
    assert running(Standing(session="S", people=people, people_cap=cap)).near is near


@pytest.mark.parametrize(("people", "cap", "full"), [(19, 20, False), (20, 20, True), (21, 20, True), (9, None, False)])
def test_R06_at_the_cap_it_is_full(people: int, cap: int | None, full: bool):
    assert running(Standing(session="S", people=people, people_cap=cap)).full is full


def test_whoever_needs_a_supervisor_comes_first():
    still = Standing(session="S")
    stands = [
        replace(still, course=Course.FROZEN),
        replace(still, course=Course.PAUSED, people=20, people_cap=20),
        replace(still, people=16, people_cap=20),
        still,
    ]
    assert [running(each).calm for each in stands] == [0, 1, 2, 3]


def test_what_stands_is_said_in_one_word():
    still = Standing(session="S")
    assert (running(still).course, running(still).frozen) == ("running", False)
    frozen = replace(still, course=Course.FROZEN, why=Why.PEOPLE)
    assert (running(frozen).course, running(frozen).frozen) == ("frozen", True)
    assert running(replace(still, course=Course.PAUSED)).course == "paused"
