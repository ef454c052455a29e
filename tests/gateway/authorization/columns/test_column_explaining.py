import pytest

from gateway.authorization.columns.column_explaining import CLEAR, MASKED, UNCLASSIFIED, explain_column
from gateway.vocabulary.column import Kind
from tests.gateway.authorization.columns.a_file import the_columns

COLUMNS = the_columns()


def lines(place: str, target: str = "shop-db", database: str | None = None) -> str:
    schema, table, column = place.split(".")
    found = explain_column(COLUMNS, target, database, (schema, table, column))
    return "\n".join(f"{line.ja}\n{line.en}" for each in found for line in each.lines)


def test_a_masked_column_says_kind_file_people_and_what_a_query_may_do() -> None:
    said = lines("public.people.氏名")
    for words in (
        "氏名（name）",
        "policies/columns/shop.toml",
        "kobayashi",
        "yamada",
        "2026-11-23",
        MASKED.ja,
        MASKED.en,
    ):
        assert words in said
    assert CLEAR.en not in said


def test_a_harmless_one_says_why_it_is_open_in_spite_of_its_name() -> None:
    said = lines("public.plan.label")
    assert "理由: 料金プランの名称で、個人の名前ではない（kobayashi、yamada）" in said
    assert CLEAR.ja in said


def test_a_views_columns_have_the_views_reason() -> None:
    assert "people から電話と氏名を除いた一覧" in lines("public.people_masked.client_code")


def test_a_card_is_never_shown() -> None:
    assert "どの承認でも表示しない" in lines("public.people.card_no")


def test_keys_are_told() -> None:
    assert "どの委託元のデータか" in lines("public.people.client_code")
    assert "人数を数える" in lines("public.people.person_no")


@pytest.mark.parametrize(
    ("place", "target", "database"),
    [
        ("public.people.later", "shop-db", None),
        ("x.y.z", "new-db", None),
        ("public.people.card_no", "shop-db", "other"),
    ],
)
def test_what_nobody_classified_says_whom_to_ask(place: str, target: str, database: str | None) -> None:
    said = lines(place, target, database)
    assert UNCLASSIFIED.ja in said
    assert MASKED.ja in said


def test_the_servers_own_is_neither() -> None:
    assert "自身の表" in lines("pg_catalog.pg_stats.most_common_vals")


def test_english_is_ascii_whatever_a_name_holds() -> None:
    (found,) = explain_column(COLUMNS, "shop-db", None, ("public", "people", "氏名\u202e"))
    assert all(line.en.isascii() for line in found.lines)
    assert found.column.kind is Kind.PERSONAL
