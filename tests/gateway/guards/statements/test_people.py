"""Whose rows an answer gives: the keys are appended only where they are the very row's, and nobody can touch or see them."""

import postgast
import pytest

from gateway.guards.statements import Refused, Role, Statement, judge
from tests.gateway.guards.statements.a_catalogue import CATALOGUE, LIMITS
from tests.gateway.guards.statements.a_database import Door
from tests.gateway.guards.statements.a_query import Asking

BOTH = "client subject"
APPENDED = {  # by relation whose rows are given: which keys
    "select phone from customers": [BOTH],
    "table customers": [BOTH],
    "select * from customers c": [BOTH],
    "select plan from customers where plan = 'gold' order by 1 limit 3": [BOTH],
    "select upper(customer_id) as customer_id from customers order by customer_id": [BOTH],
    "select customer_id, customer_id, client_code from customers": [BOTH],
    "select c.phone, k.memo from customers c join calls k using (customer_id)": [BOTH, "subject"],
    "select a.phone, b.phone from customers a, customers b where b.customer_id = 'C1'": [BOTH, BOTH],
    "select * from customers, plans": [BOTH],
    "select code from plans": [],
    "select phone, row_number() over (order by plan) from customers": [BOTH],
    "select distinct on (plan) plan, phone from customers order by plan": [BOTH],
    "select public.customers.phone from customers": [BOTH],
    "select tel from v_contact": ["subject"],
    "select contact from leads": [""],  # nobody knows whose
    "select * from copy_of_customers": [""],
    # through a subquery or a common table
    "select p from (select phone p, customer_id, client_code from customers) x": [BOTH],
    "select p from (select phone p, client_code from customers) x": ["client"],
    "select p from (select phone p from customers) x": [""],
    "select phone from (select * from customers) x": [BOTH],
    "select phone from (select * from (select * from customers) y) x": [BOTH],
    "select c.phone from (select c.*, p.title from customers c join plans p on p.code = c.plan) c": [BOTH],
    "with x as (select * from customers) select a.phone, b.phone from x a, x b": [BOTH, BOTH],
    "with x(a, b, c) as (select phone, customer_id, client_code from customers) select a from x": [BOTH],
    "select y.p from customers c, lateral (select c.phone as p) y": [BOTH],
    "select x.p from (select phone p, upper(customer_id) as customer_id, client_code from customers) x": ["client"],
    "select x.p from (select a.phone p, b.customer_id, a.client_code from customers a, customers b) x": ["client", "subject"],
    "select x.* from (select a.*, b.* from customers a, customers b) x": ["", ""],  # two of each name
    "select x.p from (select phone p, customer_id, plan as customer_id from customers) x": [""],
    "select x.p from (select phone p, customer_id, (select 'C1' as customer_id) from customers) x": [""],
    "select p from (select phone p from customers union all select caller from calls) x": [""],
    "select n from (select count(*) n from customers) x": [],
    "select x.n, c.phone from customers c, (select count(*) n from customers) x": [BOTH],
    "select p from (select distinct on (plan) phone p, customer_id, client_code from customers) x": [BOTH],
    "select p from (select phone p, customer_id, client_code from customers order by plan limit 3) x": [BOTH],
    # never
    "select distinct plan from customers": [""],
    "select plan from customers union select code from plans": [""],
    "select phone from customers union all select caller from calls": [""],
    "select plan, count(*) from customers group by plan": [],
    "select count(*) from customers": [],
    "explain select phone from customers": [],
    "explain select plan from customers where plan = 'gold'": [],
}  # fmt: skip


def judged(sql: str) -> Statement:
    found = judge(sql, CATALOGUE, LIMITS)
    assert not isinstance(found, Refused), found
    return found


@pytest.mark.parametrize(("sql", "roles"), APPENDED.items(), ids=APPENDED)
def test_R06_keys_are_appended_where_they_are_the_rows_own(sql: str, roles: list[str], door: Door):
    statement = judged(sql)
    by_whose = [
        " ".join(each.role for each in statement.hidden if each.whose == at) for at in range(len(statement.people))
    ]
    assert by_whose == roles
    shown = door.ask(sql)
    assert not isinstance(shown, Refused)
    assert not any(name.startswith("sekisho") for name in shown.names)
    assert all(len(each) <= len(statement.people) + 1 for each in shown.belongs)
    if "explain" not in sql and not statement.notice:
        assert list(shown.names) == [str(each.name) for each in _described(door, sql)], (
            "the person's own columns, in their order"
        )


def _described(door: Door, sql: str):
    with door._connection.cursor() as cursor:
        return cursor.execute(f"{sql}".encode()).description or ()


def test_every_row_says_whose_it_is_as_the_table_does(door: Door):
    shown = door.ask("select phone from customers order by customer_id")
    assert not isinstance(shown, Refused)
    asked = door.bare("select client_code, customer_id from customers order by customer_id")
    assert [(each.client, each.number) for (each,) in shown.belongs] == asked
    assert {(each.table, each.subject, each.shown) for (each,) in shown.belongs} == {
        ("public.customers", "customer", True)
    }


def test_a_self_join_says_both_people_of_a_row(door: Door):
    condition = "a.customer_id = 'C1' and b.customer_id = 'C2'"
    shown = door.ask(f"with x as (select * from customers) select a.name, b.name from x a, x b where {condition}")
    assert not isinstance(shown, Refused)
    assert [[each.number for each in row] for row in shown.belongs] == [["C1", "C2"]]


def test_an_outer_join_says_nothing_of_a_row_that_is_not_there(door: Door):
    sql = "select p.title, c.name from plans p left join customers c on c.plan = p.code and c.customer_id = 'C1' order by p.code"
    shown = door.ask(sql)
    assert not isinstance(shown, Refused)
    assert [[each.number for each in row] for row in shown.belongs] == [[], ["C1"], []]


def test_a_client_of_the_whole_relation_is_said_without_a_column(door: Door):
    shown = door.ask("select tel from v_contact where id = 'C3'")
    assert not isinstance(shown, Refused)
    assert [(each.client, each.number) for (each,) in shown.belongs] == [("A01", "C3")]


def test_what_only_harmless_columns_say_is_not_shown_of_a_person():
    assert [each.shown for each in judged("select plan, joined from customers").people] == [False]
    assert [each.shown for each in judged("select k.memo, c.plan from customers c, calls k").people] == [False, True]
    assert [each.shown for each in judged("select k.* from customers c, calls k").people] == [False, True]
    assert [each.shown for each in judged("select unclassified from customers").people] == [True]
    assert [
        each.shown for each in judged("select y.p from customers c, plans, lateral (select c.phone as p) y").people
    ] == [True]


def test_the_appended_columns_stand_last_under_a_name_of_their_own():
    statement = judged("select upper(customer_id) as customer_id from customers order by customer_id")
    assert statement.text == (
        'select pg_catalog.upper(customer_id) as customer_id , "public"."customers"."client_code" AS "sekisho 0",'
        ' "public"."customers"."customer_id" AS "sekisho 1" from "public".customers order by customer_id'
    )
    assert [(each.role, each.place, each.column.name) for each in statement.hidden] == [
        (Role.CLIENT, ("public", "customers"), "client_code"),
        (Role.SUBJECT, ("public", "customers"), "customer_id"),
    ]
    assert len(statement.outputs) == 1


@pytest.mark.parametrize(
    "sql",
    [
        "select phone from -- from \n customers",
        "select phone /* from */ from customers",
        "select phone from only customers",
        "table customers",
        "select from customers",
        "select phone from (customers c join plans p on p.code = c.plan)",
        "select phone is distinct from customers.plan from customers where plan is not distinct from customers.plan",
        "select 'x' from (select * from customers) customers, plans",
        'select plan as "from" from\tcustomers',
        "select $$ from $$from customers",
    ],
)
def test_columns_are_appended_wherever_the_from_stands(sql: str, door: Door):
    if "distinct from" in sql:
        sql = sql.replace("phone is", "plan is")
    shown = door.ask(sql)
    assert not isinstance(shown, Refused)
    assert len(shown.statement.hidden) == 2
    assert {each.client for row in shown.belongs for each in row} == {"A01", "B02"}


def test_what_is_appended_is_all_that_is_changed():
    """Whatever the text: the tree is the person's, with so many outputs more."""
    for at in range(600):
        sql = Asking(at, boldness=0.01).query()
        found = judge(sql, CATALOGUE, LIMITS)
        if isinstance(found, Refused) or not found.hidden or found.notice is not None:
            continue
        mine, theirs = postgast.parse(found.text), postgast.parse(sql)
        targets = mine.stmts[0].stmt.select_stmt.target_list
        added = targets[-len(found.hidden) :]
        assert [each.res_target.name for each in added] == [f"sekisho {n}" for n in range(len(found.hidden))]
        assert [each.res_target.val.column_ref.fields[-1].string.sval for each in added] != []
        del targets[-len(found.hidden) :]
        assert postgast.deparse(mine).replace("public.", "").replace("pg_catalog.", "") == postgast.deparse(
            theirs
        ).replace("public.", "").replace("pg_catalog.", "")


@pytest.mark.parametrize(
    "sql", ['select plan from customers order by "sekisho 0"', 'select "sekisho 0" || plan from customers']
)
def test_nobody_can_name_an_appended_column(sql: str):
    assert isinstance(judge(sql, CATALOGUE, LIMITS), Refused)
