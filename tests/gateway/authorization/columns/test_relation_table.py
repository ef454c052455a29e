import pytest

from tests.gateway.authorization.columns.a_file import changed, the_columns, unfit


@pytest.mark.parametrize("name", ["a b", "a.b", "1a", "a-b", "x" * 64, "氏" * 22, "a\\u200b", 'a\\"b'])
def test_a_name_that_people_would_misread_is_no_name(name):
    assert "not a name" in unfit(changed('"氏名" = {type', f'"{name}" = {{type')).what


def test_a_japanese_name_of_63_bytes_is_one():
    named = changed('"氏名" = {type', f'"{"氏" * 21}" = {{type')
    assert "氏" * 21 in [
        each.name for each in the_columns(named).catalogue("shop-db", "shop").columns("public", "people")
    ]


@pytest.mark.parametrize(
    ("old", "new"), [('client = "C01"', 'client = "C 01"'), ('subject = "customer"', 'subject = "Kunde"')]
)
def test_codes_and_subjects_have_a_form(old, new):
    assert "is not" in unfit(changed(old, new)).what


def test_one_reason_for_one_column():
    claim = '[[table.claim]]\ncolumn = "label"\n'
    claim += 'reason = "料金プランの名称で、個人の名前ではない"\nnames = ["kobayashi", "yamada"]\n'
    assert "already" in unfit(changed(claim, claim + claim)).what
