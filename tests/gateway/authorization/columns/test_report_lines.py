from dataclasses import replace

from gateway.authorization.columns.report_lines import open_for_a_reason, unclassified
from gateway.vocabulary.target import Protocol
from tests.gateway.authorization.columns.a_file import the_columns
from tests.gateway.sessions.an_office import free_target

COLUMNS = the_columns()
DATABASE = replace(free_target(), name="new-db", protocol=Protocol.POSTGRESQL)


def test_a_database_nobody_classified_is_named() -> None:
    targets = [DATABASE, replace(DATABASE, name="shop-db"), replace(DATABASE, name="host", protocol=Protocol.SSH)]
    assert [line.ja.split(":")[0] for line in unclassified(COLUMNS, targets)] == ["new-db"]


def test_every_mark_in_spite_of_a_name_and_every_view_is_told_with_its_reason() -> None:
    said = open_for_a_reason(COLUMNS)
    assert [line.ja.split("。")[0].split(": ")[1] for line in said] == ["public.plan.label", "public.people_masked"]
    assert all("kobayashi" in line.en and line.en.isascii() for line in said)
