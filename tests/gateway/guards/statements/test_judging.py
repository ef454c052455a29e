"""Whatever the text, judge gives a verdict; what is sent is what was judged."""

import time
from dataclasses import replace

import postgast
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.statements import Limits, Refused, Statement, Why, judge
from gateway.guards.statements.tree import messages
from tests.gateway.guards.statements.a_catalogue import CATALOGUE, LIMITS
from tests.gateway.guards.statements.a_query import Asking
from tests.gateway.guards.statements.test_shapes_of_queries import REFUSED, RUNS

PIECES = "select from where phone plan customers . , ( ) * '' '\\ \" $$ -- /* */ ; E' U&\" \0 \ud800 1 union all with as limit \n"
WORDS = st.sampled_from(PIECES.split(" "))


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("select 1\0; drop table customers", Why.SYNTAX),
        ("select '\ud800'", Why.SYNTAX),
        ("select phone from customers where", Why.SYNTAX),
        ("select 'a", Why.SYNTAX),
        ("select " + "+".join("1" * 4000), Why.DEEP),
        ("select " + "(" * 30_000 + "1" + ")" * 30_000, Why.SYNTAX),
        ("select 1" + " union all select 1" * 3000, Why.DEEP),
        ("select " + "x" * 70_000, Why.LONG),
        ("select 1 /* ; */; select 2", Why.SEVERAL),
    ],
    ids=range(9),
)
def test_R04_a_text_nobody_can_read_is_refused(sql: str, why: Why):
    refused = judge(sql, CATALOGUE, LIMITS)
    assert isinstance(refused, Refused)
    assert refused.why is why


@given(st.text(max_size=200) | st.lists(WORDS, max_size=40).map(" ".join))
def test_any_text_gets_a_verdict(sql: str):
    assert isinstance(judge(sql, CATALOGUE, LIMITS), Statement | Refused)


@pytest.mark.parametrize("limits", [{"group_size_min": 0}, {"search_path": ()}, {"statement_bytes_max": 0}])
def test_limits_that_limit_nothing_are_refused(limits: dict[str, object]):
    with pytest.raises(ValueError):
        Limits(**limits)  # type: ignore[arg-type]


def sent() -> list[tuple[str, Statement]]:
    texts = [*RUNS, *(Asking(at, boldness=0.02).query() for at in range(600))]
    return [(sql, found) for sql in texts if isinstance(found := judge(sql, CATALOGUE, LIMITS), Statement)]


def test_what_is_sent_reads_as_the_same_query_with_every_relation_and_function_spelled_whole():
    for sql, statement in sent():
        if statement.hidden or not statement.text.lower().startswith(("select", "with", "table", "values")):
            continue
        again = judge(statement.text, CATALOGUE, LIMITS)
        assert not isinstance(again, Refused), (sql, statement.text)
        if statement.notice is None:
            assert again.text == statement.text, "nothing is left to be added"
        assert [(each.name, each.kind, each.lineage) for each in again.outputs] == [
            (each.name, each.kind, each.lineage) for each in statement.outputs
        ]
        tree = postgast.parse(statement.text)
        common = {each.ctename for each in messages(tree) if each.DESCRIPTOR.name == "CommonTableExpr"}
        for each in messages(tree):
            if each.DESCRIPTOR.name == "RangeVar":
                assert each.schemaname or each.relname in common
            if each.DESCRIPTOR.name == "FuncCall":
                assert each.funcname[0].string.sval == "pg_catalog", statement.text


def test_places_are_the_relations_of_the_database_that_are_read():
    judged = judge("with x as (select * from plans) select 1 from x, customers c, pg_class", CATALOGUE, LIMITS)
    assert isinstance(judged, Statement)
    assert judged.places == {("public", "plans"), ("public", "customers")}


def test_a_refusal_names_the_column_and_no_value():
    refused = judge("select 1 from customers where phone = '090-1234-5678'", CATALOGUE, LIMITS)
    assert isinstance(refused, Refused)
    assert "phone" in refused.text.ja
    assert "090" not in refused.text.both() + refused.nearest.both()


def test_a_table_is_looked_for_along_the_pinned_path_only():
    unclassified = judge("select * from plans", CATALOGUE, Limits(search_path=("elsewhere",)))
    assert isinstance(unclassified, Statement)
    assert unclassified.text == 'select * from "elsewhere".plans'
    found = judge("select 1 from plans", CATALOGUE, Limits(search_path=("elsewhere", "public")))
    assert isinstance(found, Statement)
    assert found.text == 'select 1 from "public".plans'


def test_the_shapes_of_the_requirement_are_here():
    assert len(REFUSED) >= 80
    assert len(RUNS) >= 25


def doubled(first: str, item: str, last: str, levels: int = 40) -> str:
    tables = [f"c0 as ({first})", *(f"c{n} as ({item.format(n - 1)})" for n in range(1, levels))]
    return f"with {', '.join(tables)} {last.format(levels - 1)}"


@pytest.mark.parametrize(
    "sql",
    [
        doubled("select * from customers", "select a.* from c{0} a, c{0} b", "select 1 from c{0}"),
        doubled("select a.*, b.* from plans a, plans b", "select a.*, b.* from c{0} a, c{0} b", "select 1 from c{0}"),
        doubled("select * from customers", "select * from c{0}", "select 1 from c{0}", levels=1100),
    ],
    ids=["people", "stars", "levels"],
)
def test_tables_that_double_and_never_end_are_refused_soon(sql: str):
    began = time.process_time()
    refused = judge(sql, CATALOGUE, replace(LIMITS, clients=frozenset({"A01"})))
    assert isinstance(refused, Refused)
    assert refused.why is Why.DEEP
    assert time.process_time() - began < 3
