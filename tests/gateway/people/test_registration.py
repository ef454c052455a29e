from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.people.registration import Application, objections, roles_apart
from gateway.vocabulary.identity import Engagement, Role
from gateway.vocabulary.outcome import Text

TODAY = date(2026, 11, 22)
GOOD = Application(
    username="sato",
    name="佐藤　陽一",
    kana="サトウ ヨウイチ",
    number="E001",
    employer="ひがし保守",
    engagement=Engagement.OWN,
    agency=None,
    contract_end=date(2027, 3, 31),
    roles=frozenset({Role.ENGINEER}),
)
BAD = {
    "username": ["admin", "Sato", "", "s" * 33, "佐藤"],
    "name": ["", "共用", "佐藤\n陽一", "佐藤\u202e", "あ" * 101, "=1+1", "123"],
    "kana": ["", "sato", "サトウ\x1b[31m"],
    "number": ["", " ", "1\t2"],
    "employer": [""],
    "agency": ["かざぐるま人材"],
    "contract_end": [None, date(2026, 11, 21), date(9999, 12, 31)],
    "mail": ["", "sato", "sato@example.jp\nBcc: x@example.jp"],
    "trained_on": [date(2026, 11, 23)],
    "oath_on": [date(2030, 1, 1)],
    "roles": [frozenset(), frozenset({Role.DEMO_OPERATOR})],
}


def test_R13_a_whole_form_is_taken() -> None:
    assert objections(GOOD, TODAY) == ()
    assert objections(replace(GOOD, engagement=Engagement.DISPATCHED, agency="かざぐるま人材"), TODAY) == ()
    assert objections(replace(GOOD, contract_end=TODAY), TODAY) == ()


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in BAD.items() for value in values])
def test_R13_what_is_missing_or_unfit_is_named(field: str, value: object) -> None:
    found = objections(replace(GOOD, **{field: value}), TODAY)
    assert found
    assert all(each.text.en.isascii() and each.text.ja for each in found)
    assert {each.part.value for each in found} == {field}


def test_R13_a_dispatched_person_has_an_agency() -> None:
    assert len(objections(replace(GOOD, engagement=Engagement.DISPATCHED), TODAY)) == 1


def test_all_objections_come_at_once() -> None:
    assert len(objections(replace(GOOD, username="root", name="共用", number="", contract_end=None), TODAY)) == 4


def test_R22_roles_that_must_be_apart_are_named() -> None:
    text = roles_apart(Text(ja="監査者", en="auditor"), Text(ja="保守担当者", en="engineer"))
    assert "監査者" in text.ja
    assert "engineer" in text.en


@given(st.text(), st.text(), st.text())
def test_any_text_is_judged_and_nothing_raises(username: str, name: str, kana: str) -> None:
    objections(replace(GOOD, username=username, name=name, kana=kana), TODAY)


def test_a_form_does_not_show_personal_fields() -> None:
    assert "佐藤" not in repr(GOOD)


def test_R13_written_forms_of_a_name_are_kept() -> None:
    for name in ("髙橋 﨑", "葛\U000e0100城", "辻\ufe00"):
        assert objections(replace(GOOD, name=name), TODAY) == ()


def test_R20_course_and_oath_of_today_are_taken() -> None:
    assert objections(replace(GOOD, trained_on=TODAY, oath_on=TODAY, mail="sato@example.jp"), TODAY) == ()
