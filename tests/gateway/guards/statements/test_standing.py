"""The catalogue as far as the target bears it out: what people classified and the database changed since harms nobody."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.statements import Refused, Snapshot, Standing, Why, judge
from gateway.vocabulary.column import Kind
from tests.gateway.guards.statements.a_catalogue import CATALOGUE, LIMITS
from tests.gateway.guards.statements.a_database import Door


class Stale:
    """The catalogue, with a harmless column of `plans` that the database lost."""

    def __init__(self, lost: str) -> None:
        self._lost = lost

    def __getattr__(self, name: str) -> object:
        return getattr(CATALOGUE, name)

    def columns(self, schema: str, table: str) -> object:
        found = CATALOGUE.columns(schema, table)
        return (*found, replace(found[0], name=self._lost)) if table == "plans" else found


def snapshot(*places: str, catalogue: object = CATALOGUE) -> Snapshot:
    """Of `schema.table.column`, numbered as they come."""
    rows = [(1, at, *place.split(".")) for at, place in enumerate(places, 1)]
    return Snapshot(rows, catalogue)  # type: ignore[arg-type]


def everything(but: tuple[str, ...] = (), more: tuple[str, ...] = ()) -> Snapshot:
    """All that is classified, without some and with others."""
    named = [f"{s}.{t}.{each.name}" for (s, t), columns in CATALOGUE.relations.items() for each in columns]
    return snapshot(*(each for each in named if each not in but), *more)


ORACLE = "SELECT customer_id FROM customers c WHERE EXISTS (SELECT 1 FROM plans WHERE unclassified LIKE 'π%')"
CAPTURED = [
    ORACLE,
    "SELECT customer_id, (SELECT max(unclassified) FROM plans) FROM customers",
    "SELECT customer_id FROM customers c WHERE 'x' IN (SELECT unclassified FROM plans)",
    "SELECT customer_id FROM customers c, LATERAL (SELECT unclassified AS x FROM plans LIMIT 1) y WHERE x > 'π'",
]


@pytest.mark.parametrize("sql", CAPTURED)
def test_R25_a_name_a_table_lost_does_not_mean_a_column_further_out_that_nobody_classified(sql: str, door: Door):
    stale = Stale("unclassified")
    assert isinstance(judge(sql, Standing(stale, door.origins), LIMITS), Refused)  # type: ignore[arg-type]


def test_R25_the_list_alone_would_have_let_it_pass(door: Door):
    """What the snapshot is for: without it the server would compare a personal value for whoever asks."""
    assert not isinstance(judge(ORACLE, Stale("unclassified"), LIMITS), Refused)  # type: ignore[arg-type]
    assert "unclassified" in door.origins.columns("public", "customers")


def test_a_column_that_is_gone_is_personal_and_called_unclassified():
    standing = Standing(CATALOGUE, everything(but=("public.plans.price",)))
    assert standing.column("public", "plans", "price").kind is Kind.PERSONAL
    assert standing.column("public", "plans", "title").kind is Kind.HARMLESS
    refused = judge("SELECT title FROM plans WHERE price > 3", standing, LIMITS)
    assert isinstance(refused, Refused)
    assert refused.why is Why.UNCLASSIFIED
    assert not isinstance(judge("SELECT title FROM plans WHERE code = 'x'", standing, LIMITS), Refused)


def test_a_column_that_has_come_since_makes_rows_of_its_table_count():
    fresh = Standing(CATALOGUE, everything(more=("public.plans.owner",)))
    before, after = (judge("SELECT * FROM plans", each, LIMITS) for each in (Standing(CATALOGUE, everything()), fresh))
    assert not isinstance(before, Refused)
    assert not isinstance(after, Refused)
    assert (before.people, len(after.people)) == ((), 1)


def test_a_name_that_two_tables_have_since_is_refused():
    fresh = Standing(CATALOGUE, everything(more=("public.plans.seconds",)))
    sql = "SELECT seconds FROM calls, plans WHERE seconds > 3"
    assert not isinstance(judge(sql, CATALOGUE, LIMITS), Refused)
    assert isinstance(judge(sql, fresh, LIMITS), Refused)


def test_a_table_that_was_not_there_is_personal_whole_and_one_nobody_knows_stays_unknown():
    standing = Standing(CATALOGUE, snapshot())
    assert {each.kind for each in standing.columns("public", "plans")} == {Kind.PERSONAL}
    assert standing.columns("public", "nowhere") == ()
    assert standing.column("public", "nowhere", "x").kind is Kind.PERSONAL
    assert isinstance(judge("SELECT title FROM plans WHERE price > 3", standing, LIMITS), Refused)


NAMES = [f"{s}.{t}.{each.name}" for (s, t), columns in CATALOGUE.relations.items() for each in columns]


@given(st.sets(st.sampled_from([*NAMES, "public.plans.new", "public.other.x", "other.plans.code"])))
def test_a_snapshot_only_takes_away(places: set[str]):
    standing = Standing(CATALOGUE, snapshot(*sorted(places)))
    for (schema, table), columns in CATALOGUE.relations.items():
        for each in (*columns, *standing.columns(schema, table)):
            found = standing.column(schema, table, each.name)
            classified = CATALOGUE.column(schema, table, each.name)
            assert found.kind in (classified.kind, Kind.PERSONAL)
            assert not found.is_harmless or f"{schema}.{table}.{each.name}" in places
