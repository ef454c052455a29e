"""Fields that mean something."""

from datetime import date, time

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from admin_ui.orders.fields import CountField, DayField, LineField, TimeField


class _Form(Form):
    day = DayField()
    at = TimeField()
    people = CountField()
    line = LineField()


def test_what_is_typed_is_understood():
    form = _Form(MultiDict({"day": " 2026-11-22 ", "at": "9:05", "people": "020", "line": "  x  "}))
    assert (form.day.data, form.at.data, form.people.data, form.line.data) == (date(2026, 11, 22), time(9, 5), 20, "x")


def test_nothing_typed_is_nothing():
    form = _Form(MultiDict({"day": "", "at": "", "people": ""}))
    assert (form.day.data, form.at.data, form.people.data) == (None, None, None)
    assert form.validate()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("day", "2026-02-30"),
        ("day", "昨日"),
        ("at", "24:00"),
        ("at", "9時"),
        ("people", "-1"),
        ("people", "２０"),
        ("people", "1e3"),
        ("people", "9" * 40),
    ],
)
def test_what_is_none_of_it_is_said_and_stays_in_the_form(name: str, typed: str):
    form = _Form(MultiDict({name: typed}))
    assert not form.validate()
    assert form[name].errors
    assert typed[:40] in form[name]()


def test_a_value_is_spelled_as_browsers_want_it():
    form = _Form(day=date(2026, 1, 2), at=time(9, 5), people=3)
    assert 'value="2026-01-02"' in form.day()
    assert 'value="09:05"' in form.at()
    assert 'value="3"' in form.people()
