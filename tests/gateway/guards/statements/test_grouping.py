"""Aggregates of too few people are left out, by counting people and not rows."""

import pytest

from gateway.guards.statements import Refused, Why, judge
from tests.gateway.guards.statements.a_catalogue import CATALOGUE, LIMITS
from tests.gateway.guards.statements.a_database import Door

KEY = '"customer_id") >= 5'


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("select plan, count(*) from customers group by plan order by plan", [(b"hikari", b"12"), (b"mobile", b"7")]),
        ("select plan from customers group by plan order by plan", [(b"hikari",), (b"mobile",)]),
        ("select count(*) from customers", [(b"20",)]),
        ("select max(points) from customers where plan = 'gold'", []),
        ("select max(points) from customers where plan = 'mobile'", [(b"19",)]),
        ("select count(*) from customers having count(*) > 1", [(b"20",)]),
        ("select count(*) from customers where plan = 'gold' having true", []),
        (
            "select plan, count(*) from customers group by plan having plan = 'gold' or plan = 'mobile'",
            [(b"mobile", b"7")],
        ),
        (
            "select p.code, (select count(*) from customers c where c.plan = p.code) from plans p where p.code = 'gold'",
            [(b"gold", None)],
        ),
        (
            "select source, count(*) from leads group by source",
            [(b"web", b"8")],
        ),  # nobody knows the people: rows, of one table
        ("select code, count(*) from plans group by code having code = 'gold'", [(b"gold", b"1")]),  # nobody's data
        (
            "select c.plan, count(*) from customers c cross join calls k group by c.plan order by 1",
            [(b"hikari", b"480"), (b"mobile", b"280")],  # one customer of plan gold makes 40 rows and stays one person
        ),
        (
            "select x.plan, count(*) from (select customer_id, plan from customers) x group by x.plan order by 1",
            [(b"hikari", b"12"), (b"mobile", b"7")],
        ),
        ("with x as (select * from customers) select count(*) from x where plan = 'gold'", []),
        ("select avg(n) from (select plan, count(*) as n from customers group by plan) x", [(b"9.5000000000000000",)]),
        ("select count(*) from (select customer_id from customers where plan = 'mobile' limit 1) x", []),
    ],
)
def test_R05_a_group_of_too_few_people_is_left_out(sql: str, rows: list[tuple[bytes, ...]], door: Door):
    shown = door.ask(sql)
    assert not isinstance(shown, Refused), shown
    assert list(shown.rows) == rows


@pytest.mark.parametrize(
    "sql",
    [
        "select plan, count(*) from (select plan from customers) x group by plan",
        "select count(*) from (select plan from customers) x",
        "select l.source, count(*) from leads l cross join plans group by l.source",
        "select (select count(c.plan)) from customers c",
        "select (select count(p.code) from plans p where p.code = max(c.plan)) from customers c",
        "select plan from customers c group by plan having (select count(c.plan) > 1)",
    ],
)
def test_R05_an_aggregate_of_nobody_knows_how_many_people_is_refused(sql: str):
    refused = judge(sql, CATALOGUE, LIMITS)
    assert isinstance(refused, Refused)
    assert refused.why is Why.GROUP


def test_what_was_added_is_sent_and_said():
    judged = judge(
        "select plan, upper(plan), count(*) from customers where points > 0 group by 1 having plan <> 'x'",
        CATALOGUE,
        LIMITS,
    )
    assert not isinstance(judged, Refused)
    assert judged.text == (
        "SELECT plan, pg_catalog.upper(plan), pg_catalog.count(*) FROM public.customers WHERE points > 0 GROUP BY 1"
        " HAVING pg_catalog.count(DISTINCT customers.customer_id) >= 5 AND plan <> 'x'"
    )
    assert judged.notice is not None
    assert "5" in judged.notice.ja
    untouched = judge("select plan from customers", CATALOGUE, LIMITS)
    assert not isinstance(untouched, Refused)
    assert untouched.notice is None
