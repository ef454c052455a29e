import pytest

from tests.gateway.authorization.columns.a_file import changed, unfit


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('clear = ["plan_code", "label"]', 'clear = ["plan_code"]', "came out"),
        ('clear = ["client_code", "created_at"]', 'clear = ["client_code", "created_at", "氏名"]', "came out"),
        ('clear = ["client_code"]\nclient_key', 'clear = ["client_code"]\nclient = "C01"\nclient_key', "came out None"),
        ('column = "later"\nkind = "personal"', 'column = "氏名"\nkind = "name"', "nobody classified"),
        ('column = "later"\nkind = "personal"', 'column = "later"\nkind = "harmless"', "came out personal"),
    ],
)
def test_a_case_that_comes_out_otherwise_stops_the_load(old, new, what):
    assert what in unfit(changed(old, new)).what


def test_R05_a_column_cannot_be_opened_in_one_place_alone():
    opened = changed(
        'person_no = {type = "bigint", kind = "personal"}', 'person_no = {type = "bigint", kind = "harmless"}\n'
    ).replace(
        "[table.column]\nperson_no",
        '[[table.claim]]\ncolumn = "person_no"\nreason = "番号だけでは誰か分からないため"\n'
        'names = ["kobayashi", "yamada"]\n[table.column]\nperson_no',
        1,
    )
    assert "came out ['client_code', 'created_at', 'person_no']" in unfit(opened).what


def test_every_relation_has_a_case():
    case = '[[case]]\nschema = "public"\nrelation = "plan"\nclear = ["plan_code", "label"]\n'
    assert "no case says" in unfit(changed(case, "")).what
