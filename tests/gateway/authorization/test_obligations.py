"""Obligations are types, and every one of them can be demanded by name."""

from datetime import timedelta
from typing import get_args

from gateway.authorization.obligations import ALWAYS, OBLIGATIONS, EndsAt, Environment, Obligation
from tests.gateway.authorization.a_request import an_order, the_policy


def test_every_obligation_type_has_exactly_one_name() -> None:
    made = [make(an_order(), the_policy().limits) for make in OBLIGATIONS.values()]
    assert [type(each) for each in made] == list(get_args(Obligation))


def test_R23_the_end_is_warned_of_ten_minutes_before() -> None:
    order = an_order()
    ends = OBLIGATIONS["ends-at"](order, the_policy().limits)
    assert isinstance(ends, EndsAt)
    assert ends.at == order.ends_at
    assert ends.warn_at == order.ends_at - timedelta(minutes=10)


def test_the_environment_is_an_allow_list() -> None:
    environment = Environment(allowed=("LANG", "LC_*"))
    assert [
        name for name in ("LANG", "LC_ALL", "LC_", "LANGUAGE", "LD_PRELOAD", "", "lang") if environment.admits(name)
    ] == [
        "LANG",
        "LC_ALL",
        "LC_",
    ]
    assert not Environment(allowed=()).admits("LANG")


def test_nothing_is_permitted_without_recording_and_end() -> None:
    assert {"recorded", "ends-at"} == ALWAYS
    assert set(OBLIGATIONS) >= ALWAYS
