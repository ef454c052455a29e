import pytest

from gateway.authorization.columns.column_files import columns_of
from tests.gateway.authorization.columns.a_file import WHOLE, changed, the_columns, unfit


def test_a_whole_file_loads_with_who_answers_for_it():
    file = the_columns().files["shop"]
    assert (file.classified_by, file.confirmed_by, file.cases) == ("kobayashi", "yamada", 5)
    assert file.catalogue.search_path == ("public",)


def test_no_file_at_all_is_a_policy():
    assert columns_of({"limits.toml": b""}).files == {}


@pytest.mark.parametrize(
    ("old", "new", "key", "what"),
    [
        ('confirmed_by = "yamada"', 'confirmed_by = "kobayashi"', "confirmed_by", "second person"),
        ('confirmed_by = "yamada"', 'confirmed_by = ""', "confirmed_by", "empty"),
        ('confirmed_by = "yamada"\n', "", "confirmed_by", "missing"),
        ('classified_by = "kobayashi"', 'classified_by = "Kobayashi san"', "classified_by", "user name"),
        ("confirmed_on = 2026-11-23", "confirmed_on = 2026-11-23T00:00:00", "confirmed_on", "moment"),
        ('targets = ["shop-db", "shop-replica"]', "targets = []", "targets", "no target"),
        ('targets = ["shop-db", "shop-replica"]', 'targets = ["Shop DB"]', "targets", "not the name"),
        ('search_path = ["public"]', 'search_path = ["public", "pg_temp"]', "search_path.pg_temp", "no relation"),
        ('database = "shop"', 'database = "shop"\nmode = "open"', "mode", "unknown key"),
    ],
)
def test_a_file_that_says_too_little_or_too_much_does_not_load(old, new, key, what):
    found = unfit(changed(old, new))
    assert found.key == key
    assert what in found.what


def test_a_relation_stands_once():
    table = WHOLE[WHOLE.index("[[table]]") : WHOLE.index('[[table]]\nschema = "public"\nname = "people"')]
    assert "twice" in unfit(changed("[[view]]", table + "\n[[view]]")).what


def test_a_database_of_a_target_is_classified_in_one_file():
    assert "classified in columns/shop.toml too" in unfit(WHOLE, other=changed('"shop-db", ', "")).what


def test_an_empty_catalogue_says_so():
    head = WHOLE[: WHOLE.index("[[table]]")].replace('search_path = ["public"]', "search_path = []")
    assert "delete the file" in unfit(head).what
