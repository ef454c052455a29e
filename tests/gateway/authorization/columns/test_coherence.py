import pytest

from tests.gateway.authorization.columns.a_file import changed, unfit

LABEL = 'label = {type = "text", kind = "harmless"}\n[[table.claim]]\ncolumn = "label"'


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        # A harmless mark that name or type speaks against.
        ('"氏名" = {type = "text", kind = "name"}', '"氏名" = {type = "text", kind = "harmless"}', "speaks of name"),
        ('card_no = {type = "text", kind = "card"}', 'card_no = {type = "text", kind = "harmless"}', "speaks of card"),
        ('card_no = {type = "text", kind = "card"}', 'card_no = {type = "text", kind = "phone"}', "speaks of card"),
        ('body = {type = "text", kind = "free-text"}', 'body = {type = "text", kind = "harmless"}', "free-text"),
        (
            'created_at = {type = "timestamp with time zone"',
            'created_at = {type = "jsonb"',
            "more than one plain value",
        ),
        (
            'created_at = {type = "timestamp with time zone"',
            'created_at = {type = "text[]"',
            "more than one plain value",
        ),
        ('created_at = {type = "timestamp with time zone"', 'xyz = {type = "bigint"', "does not say"),
        (
            'label = {type = "text"',
            'label_2 = {type = "text", kind = "harmless"}\nlabel = {type = "text"',
            "does not say",
        ),
        # A reason is one line by two people about a column that needs it.
        ('column = "label"', 'column = "lable"', "unknown column"),
        ('column = "label"', 'column = "plan_code"', "needed"),
        ('names = ["kobayashi", "yamada"]', 'names = ["kobayashi"]', "two different people"),
        ('names = ["kobayashi", "yamada"]', 'names = ["kobayashi", "kobayashi"]', "different"),
        ('reason = "料金プランの名称で、個人の名前ではない"', 'reason = "ok"', "one line"),
        # Personal tables: who, and whose.
        ('subject_key = "person_no"\nsubject = "customer"\n', "", "nobody could count people"),
        ('client_key = "client_code"\n', "", "whose data"),
        ('client = "C01"\n', "", "whose data"),
        ('client_key = "client_code"\n', 'client_key = "client_code"\nclient = "C01"\n', "say one of them"),
        ('client_key = "client_code"', 'client_key = "氏名"', "cannot be a key"),
        ('client_key = "client_code"', 'client_key = "nowhere"', "unknown column"),
        ('subject_key = "customer_id"', 'subject_key = "body"', "cannot be a key"),
        ('subject_key = "person_no"', 'subject_key = "client_code"', "count as one"),
        ('person_no = {type = "bigint"', 'person_no = {type = "bigint[]"', "one plain value"),
        # Names and types.
        ('name = "people"', 'name = "pub.people"', "not a name"),
        ('schema = "sales"', 'schema = "pg_catalog"', "statistics"),
        ('schema = "sales"', 'schema = "information_schema"', "statistics"),
        ('type = "bigint", kind = "harmless"', 'type = "bigint; drop", kind = "harmless"', "name of a type"),
        ('kind = "free-text"', 'kind = "freetext"', "unknown word"),
        ('names = ["kobayashi", "yamada"]\n[view.column]', "[view.column]", "missing"),
    ],
)
def test_an_incoherent_relation_does_not_load(old, new, what):
    assert what in unfit(changed(old, new)).what


def test_a_view_needs_a_reason_and_two_names_by_hand():
    assert "missing" in unfit(changed('reason = "people から電話と氏名を除いた一覧、式は使っていない"\n', "")).what


def test_a_column_without_any_column_does_not_load():
    columns = 'customer_id = {type = "bigint", kind = "harmless"}\nbody = {type = "text", kind = "free-text"}\n'
    assert "has no column" in unfit(changed(columns, "")).what
