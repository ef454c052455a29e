"""R-25: what does not say row by row whose it is reads only rows of the clients the order names."""

from dataclasses import replace

import pytest

from gateway.guards.statements import Limits, Refused, Statement, Why, judge
from tests.gateway.guards.statements.a_catalogue import CATALOGUE, LIMITS
from tests.gateway.guards.statements.a_database import Door
from tests.gateway.guards.statements.a_query import Asking

ORDER = replace(LIMITS, group_size_min=1, clients=frozenset({"A01"}))
TWO = replace(ORDER, clients=frozenset({"A01", "O'Neil 社"}))


def judged(sql: str, limits: Limits = ORDER) -> Statement:
    found = judge(sql, CATALOGUE, limits)
    assert not isinstance(found, Refused), found
    return found


@pytest.fixture
def under_order(door: Door) -> Door:
    return door.under(ORDER)


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("select count(*) from customers", [(b"10",)]),
        ("select count(*) from customers where client_code = 'B02' having true", []),
        ("select client_code, count(*) from customers group by client_code", [(b"A01", b"10")]),
        ("select distinct client_code from customers", [(b"A01",)]),
        ("select client_code from customers union select 'x' order by 1", [(b"A01",), (b"x",)]),
        ("select (select count(*) from customers c where c.plan = p.code) from plans p where code = 'mobile'", [(b"3",)]),
        ("select code from client k where exists (select 1 from customers where client_code = k.code)", [(b"A01",)]),
        ("select code from client where code in (select client_code from customers)", [(b"A01",)]),
        ("select array(select distinct client_code from public.customers)", [(b"{A01}",)]),
        ("select (select max(client_code) from only customers where public.customers.plan > 'a')", [(b"A01",)]),
        ("with x as (select * from customers) select count(*) from x, client", [(b"20",)]),
        ("select count(*) over () from customers order by 1 limit 1", [(b"10",)]),
        ("select p.code from plans p left join customers c on plan = p.code and client_code = 'B02' where plan is null limit 1",
         [(b"hikari",)]),
        ("select count(*) from (select customer_id from customers order by client_code desc offset 10) x", []),
        ("select customer_id from customers order by client_code desc, points offset 9", [(b"C20",)]),
        ("select customer_id from (select * from customers order by client_code desc, points limit 1) x where plan > ''",
         [(b"C2",)]),
        ("with x as (select * from customers order by client_code desc, points limit 1) select customer_id from x", [(b"C2",)]),
        ("select distinct on (plan) plan, client_code from customers order by plan, client_code desc",
         [(b"gold", b"A01"), (b"hikari", b"A01"), (b"mobile", b"A01")]),
        ("select lead(client_code) over (order by customer_id) from customers order by customer_id limit 1", [(b"A01",)]),
        ("select n from (select customer_id, client_code, count(*) over () as n from customers) x limit 1", [(b"10",)]),
        ("select count(*) from (select c.customer_id from customers c left join plans p on p.code = c.plan) x", [(b"10",)]),
    ],
)  # fmt: skip
def test_R25_other_clients_are_not_read(sql: str, rows: list[tuple[bytes, ...]], under_order: Door):
    shown = under_order.ask(sql)
    assert not isinstance(shown, Refused), shown
    assert list(shown.rows) == rows
    assert shown.statement.notice is not None
    assert "A01" in shown.statement.notice.ja


@pytest.mark.parametrize(
    "sql",
    [
        "select phone from customers where client_code = 'B02'",
        "select c.phone from customers c join plans p on p.code = c.plan where c.client_code = 'B02'",
        "select c.phone from customers c left join plans p on p.code = c.plan where c.client_code = 'B02' limit 3",
        "with x as (select phone, customer_id, client_code from customers) select phone from x where client_code = 'B02'",
        "select customer_id from customers where client_code = 'B02'",
    ],
)
def test_R25_rows_one_by_one_say_whose_they_are_so_that_a_foreign_one_is_noticed(sql: str, under_order: Door):
    shown = under_order.ask(sql)
    assert not isinstance(shown, Refused)
    assert shown.statement.notice is None
    assert {each.client for row in shown.belongs for each in row} == {"B02"}


@pytest.mark.parametrize(
    "sql",
    [
        "select phone from customers union all select phone from customers",
        "select p from (select phone as p from customers) x",
        "with x as (select phone, customer_id from customers) select phone from x",
    ],
)
def test_R25_what_does_not_say_it_is_of_the_orders_one_client(sql: str, under_order: Door):
    shown = under_order.ask(sql)
    assert not isinstance(shown, Refused)
    assert shown.rows
    assert {each.client for row in shown.belongs for each in row} == {"A01"}
    assert {each.client for each in judged(sql, TWO).people} == {None}, "of two clients nobody can say which"


def test_R25_a_common_table_that_is_read_twice_is_narrowed_if_one_reading_does_not_say_it(under_order: Door):
    once = "with x as (select * from customers) select phone from x"
    assert "ANY" not in judged(once).text
    twice = f"{once} where exists (select 1 from x where client_code = 'B02')"
    assert "ANY" in judged(twice).text
    shown = under_order.ask(twice)
    assert not isinstance(shown, Refused)
    assert shown.rows == ()


def test_R25_a_relation_of_another_client_is_refused_where_its_rows_do_not_come_one_by_one():
    other = replace(ORDER, clients=frozenset({"B02"}))
    refused = judge("select count(*) from v_contact", CATALOGUE, other)
    assert isinstance(refused, Refused)
    assert refused.why is Why.CLIENT
    assert [each.client for each in judged("select tel from v_contact", other).people] == ["A01"]
    assert judged("select count(*) from v_contact").notice is None


PHONES = "(select phone as code from customers) plans"


@pytest.mark.parametrize(
    "sql",
    [
        f"select (select upper(public.plans.code) from {PHONES}) from plans",
        f"select array(select upper(public.plans.code) from {PHONES}) from only public.plans",
        f"select 1 from plans where exists (select 1 from {PHONES} where public.plans.code = '')",
        f"select n from plans, lateral (select upper(public.plans.code) as n from {PHONES}) x",
        "with plans as (select phone as code from customers) select (select max(public.plans.code) from plans) from public.plans",
        "select (select upper(pg_catalog.pg_am.amname) from (select phone as amname from customers) pg_am) from pg_am",
    ],
)
def test_R05_no_name_means_another_thing_in_what_is_sent(sql: str):
    """A narrowed relation is called by its name alone, which an inner alias might have as well."""
    for limits in (LIMITS, ORDER, TWO):
        refused = judge(sql, CATALOGUE, limits)
        assert isinstance(refused, Refused), refused
        assert refused.why in (Why.NAME, Why.PERSONAL)


def test_a_schema_may_stand_before_a_column_of_a_narrowed_relation(under_order: Door):
    shown = under_order.ask(
        "select max(public.customers.plan), count(*) from public.customers where public.customers.points > 0"
    )
    assert not isinstance(shown, Refused)
    assert shown.rows == ((b"mobile", b"10"),)


def test_what_the_gateway_makes_anew_is_what_was_judged():
    """Nearly nothing that passes without an order's clients is refused with them."""
    texts = [Asking(at, boldness=0.01).query() for at in range(800)]
    passed = [each for each in texts if isinstance(judge(each, CATALOGUE, LIMITS), Statement)]
    refused = [each for each in passed if isinstance(judge(each, CATALOGUE, TWO), Refused)]
    assert all("v_contact" in each for each in refused), "which is a client's whole"
    for sql in passed:
        found = judge(sql, CATALOGUE, TWO)
        if isinstance(found, Statement):
            free = judged(sql, LIMITS)
            assert [(each.name, each.kind, each.lineage) for each in found.outputs] == [
                (each.name, each.kind, each.lineage) for each in free.outputs
            ]


def test_codes_are_quoted_and_bounded():
    text = judged("select count(*) from customers", TWO).text
    assert "ARRAY['A01', 'O''Neil 社']" in text
    notice = judged(
        "select count(*) from customers", replace(ORDER, clients=frozenset(f"C{n}" for n in range(70)))
    ).notice
    assert notice is not None
    assert len(notice.ja) < 100
    nobody = judged("select count(*) from customers", replace(ORDER, clients=frozenset()))
    assert "ARRAY[]::pg_catalog.text[]" in nobody.text


def test_without_an_order_of_clients_nothing_is_narrowed():
    assert "ANY" not in judged("select count(*) from customers", LIMITS).text


def test_explain_shows_the_plan_over_the_orders_clients():
    assert "ANY" in judged("explain select phone from customers").text
