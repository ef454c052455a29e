"""Translation into Cedar's words: rounding always towards refusal."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.facts import question_of
from gateway.authorization.request import Request
from tests.gateway.authorization.a_request import FREE, a_person, a_request, a_target, an_order, the_policy


def question(request: Request) -> Any:
    return question_of(request, the_policy().limits, the_policy().purposes)


def moment(value: Any) -> datetime:
    return datetime.fromisoformat(value["__extn"]["arg"])


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=20000)), st.integers(1, 10**10))
def test_a_window_never_grows_by_rounding(offset: timedelta, length: int) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC) + offset
    order = an_order(starts_at=start, ends_at=start + timedelta(microseconds=length))
    said = question(a_request(order=order, now=start)).context["order"]
    assert start <= moment(said["starts_at"]) < start + timedelta(milliseconds=1)
    assert order.ends_at - timedelta(milliseconds=1) < moment(said["ends_at"]) <= order.ends_at


def test_a_contract_ends_with_its_last_day_in_japan() -> None:
    person = a_person(contract_end=date(2026, 11, 22))
    attributes = question(a_request(person=person)).entities[0]["attrs"]
    assert attributes["contract_ends"]["__extn"]["arg"] == "2026-11-22T14:59:59.999Z"


def test_the_last_day_there_is_can_be_written() -> None:
    attributes = question(a_request(person=a_person(contract_end=date.max))).entities[0]["attrs"]
    assert attributes["contract_ends"]["__extn"]["arg"] == "9999-12-31T14:59:59.999Z"


def test_no_name_of_a_person_reaches_the_engine() -> None:
    said = repr(question(a_request()))
    for personal in ("佐藤", "サトウ", "E-1"):
        assert personal not in said


def test_personal_data_follow_the_declaration() -> None:
    assert question(a_request()).entities[2]["attrs"]["personal_data"] is True
    assert question(a_request(target=a_target(free=FREE))).entities[2]["attrs"]["personal_data"] is False


def test_no_order_is_absent_and_not_empty() -> None:
    assert "order" not in question(a_request(order=None)).context
