"""The shapes of queries by which personal data are asked for: refused for the right reason, or nothing clear on a real server."""

import pytest

from gateway.guards.statements import Refused, Why
from tests.gateway.guards.statements.a_database import Door

REFUSED = {
    # what an expression, a cast or a function makes of a personal column
    "select phone::text from customers": Why.PERSONAL,
    "select phone::varchar from customers": Why.PERSONAL,
    "select cast(balance as text) from customers": Why.PERSONAL,
    'select phone collate "C" from customers': Why.PERSONAL,
    "select phone || '' from customers": Why.PERSONAL,
    "select upper(phone) from customers": Why.PERSONAL,
    "select substr(phone, 1, 1) from customers": Why.PERSONAL,
    "select left(c.phone, 1) from customers c": Why.PERSONAL,
    "select case when phone like 'ε%' then 1 else 0 end from customers": Why.PERSONAL,
    "select case phone when 'ε' then 1 end from customers": Why.PERSONAL,
    "select coalesce(phone, '') from customers": Why.PERSONAL,
    "select nullif(phone, '') from customers": Why.PERSONAL,
    "select greatest(phone, '') from customers": Why.PERSONAL,
    "select phone is null from customers": Why.PERSONAL,
    "select phone = 'x' from customers": Why.PERSONAL,
    "select (phone, plan) from customers": Why.PERSONAL,
    "select array[phone] from customers": Why.PERSONAL,
    "select tags[1] from customers": Why.PERSONAL,
    "select min(phone) from customers": Why.PERSONAL,
    "select count(phone) from customers": Why.PERSONAL,
    "select count(distinct phone) from customers": Why.PERSONAL,
    "select count(*) filter (where phone like 'ε%') from customers": Why.PERSONAL,
    "select string_agg(phone, ',') from customers": Why.PERSONAL,
    "select array_agg(phone) from customers": Why.PERSONAL,
    "select string_agg(plan, ',' order by phone) from customers": Why.PERSONAL,
    "select mode() within group (order by phone) from customers": Why.PERSONAL,
    "select max(phone) over () from customers": Why.PERSONAL,
    "select row_number() over (order by phone) from customers": Why.PERSONAL,
    "select plan, rank() over w from customers window w as (partition by phone)": Why.PERSONAL,
    "select lag(plan) over (order by birth_date) from customers": Why.PERSONAL,
    "select extract(year from birth_date) from customers": Why.PERSONAL,
    "select phone at time zone 'UTC' from customers": Why.PERSONAL,
    "select customer_id, unclassified || '' from customers": Why.UNCLASSIFIED,
    "select md5(c.unclassified) from customers c": Why.UNCLASSIFIED,
    # whole rows, and the other spelling of a call
    "select c from customers c": Why.WHOLE_ROW,
    "select c::text from customers c": Why.WHOLE_ROW,
    "select row_to_json(c) from customers c": Why.FUNCTION,
    "select to_jsonb(c) from customers c": Why.FUNCTION,
    "select concat(c) from customers c": Why.WHOLE_ROW,
    "select count(c) from customers c": Why.WHOLE_ROW,
    "select concat(c.*) from customers c": Why.WHOLE_ROW,
    "select row(c.*) from customers c": Why.WHOLE_ROW,
    "select (c).phone from customers c": Why.WHOLE_ROW,
    "select (c).phone || '' from customers c": Why.WHOLE_ROW,
    "select ('C1'::text).leak": Why.WHOLE_ROW,
    "select x.evil_row from (select 1 as a) x": Why.NAME,
    "select phone(c) from customers c": Why.FUNCTION,
    "select x.a from customers x(a, b, c, d, e, f, g, a2)": Why.NAME,
    "select plan <-> 'x' from customers": Why.OPERATOR,
    "select plan operator(public.+) 1 from customers": Why.OPERATOR,
    "select plan -> 'x' from customers": Why.OPERATOR,
    "select plan = any (select code from plans) , plan @@ 'x' from customers": Why.OPERATOR,
    "select plan::regclass from customers": Why.TYPE,
    "select plan::public.mine from customers": Why.TYPE,
    # the rows of something else
    "select leak('C1')": Why.FUNCTION,
    "select public.upper(plan::varchar) from customers": Why.FUNCTION,
    "select * from phones()": Why.FUNCTION,
    "select * from customers c, phones() p": Why.FUNCTION,
    "select phones()": Why.FUNCTION,
    "select * from json_each((select to_jsonb(c) from customers c limit 1))": Why.FUNCTION,
    "select unnest(tags) from customers": Why.FUNCTION,
    "select * from customers c, unnest(c.tags) t": Why.FUNCTION,
    "select query_to_xml('select * from customers', true, false, '')": Why.FUNCTION,
    "select xmlelement(name a, phone) from customers": Why.CLAUSE,
    "select json_object('a': phone) from customers": Why.CLAUSE,
    "select * from dblink('', 'select phone from customers') as t(a text)": Why.FUNCTION,
    "select lo_export(1, 'x')": Why.FUNCTION,
    "select pg_read_file('x')": Why.FUNCTION,
    "select pg_sleep(1)": Why.FUNCTION,
    "select set_config('application_name', phone, false) from customers": Why.FUNCTION,
    "select pg_notify('a', phone) from customers": Why.FUNCTION,
    "select upper(plan) from v_open": Why.UNCLASSIFIED,
    "select customer_id from m_open where plan like 'ε%'": Why.UNCLASSIFIED,
    "select upper(plan) from customers_2 order by 1": Why.UNCLASSIFIED,
    "select max(plan) from copy_of_customers": Why.UNCLASSIFIED,
    "select c from copy_of_customers c": Why.WHOLE_ROW,
    "select customer_id || '' from nosuch": Why.UNCLASSIFIED,
    "select * from pg_stats": Why.RELATION,
    "select most_common_vals from pg_catalog.pg_stats": Why.RELATION,
    "select query from pg_stat_activity": Why.RELATION,
    "select * from pg_authid": Why.RELATION,
    "select * from other.public.customers": Why.CLAUSE,
    # set operations and what compares
    "select distinct phone from customers": Why.PERSONAL,
    "select distinct on (phone) plan from customers": Why.PERSONAL,
    "select distinct * from customers": Why.PERSONAL,
    "select phone from customers union select 'x'": Why.PERSONAL,
    "select 'x' union select phone from customers": Why.PERSONAL,
    "select plan from customers except select phone from customers": Why.PERSONAL,
    "select phone from customers intersect select 'ε-α-ζ'": Why.PERSONAL,
    "values ('ε-α-ζ') except select phone from customers": Why.PERSONAL,
    "with recursive r as (select phone from customers union all select phone from r) select * from r": Why.CLAUSE,
    # oracles
    "select customer_id from customers where phone like 'ε%'": Why.PERSONAL,
    "select customer_id from customers where c.phone = 'x'": Why.NAME,
    "select customer_id from customers where birth_date between '1899-01-01' and '1899-01-05'": Why.PERSONAL,
    "select customer_id from customers where phone in ('a', 'b')": Why.PERSONAL,
    "select customer_id from customers where phone = $1": Why.PERSONAL,
    "select customer_id from customers where ctid = '(0,1)'": Why.UNCLASSIFIED,
    "select customer_id from customers order by phone": Why.PERSONAL,
    "select customer_id, phone from customers order by 2": Why.PERSONAL,
    "select customer_id, phone as x from customers order by x": Why.PERSONAL,
    "select * from customers order by 8": Why.NAME,
    "select c.*, c.plan from customers c order by 2": Why.NAME,
    "select plan, phone from customers group by 1, 2": Why.PERSONAL,
    "select count(*) from customers group by phone": Why.PERSONAL,
    "select min(customer_id), count(*) from customers group by note": Why.PERSONAL,
    "select count(*) from customers having min(phone) > 'a'": Why.PERSONAL,
    "select upper(plan) as phone, count(*) from customers group by phone": Why.NAME,
    "select 1 where exists (select 1 from customers where phone = 'x')": Why.PERSONAL,
    "select 1 where 'x' in (select phone from customers)": Why.PERSONAL,
    "select 1 where 'x' = any (select phone from customers)": Why.PERSONAL,
    "select (select phone from customers limit 1)": Why.PERSONAL,
    "select array(select phone from customers)": Why.PERSONAL,
    "select plan from customers limit (select length(phone) from customers limit 1)": Why.CLAUSE,
    "select plan from customers offset (select 1)": Why.CLAUSE,
    "select plan from customers limit (select ascii(right(phone, 1)) % 7 from public.customers limit 1)": Why.CLAUSE,
    "select a.plan from customers a join calls b on a.phone = b.caller": Why.PERSONAL,
    "select a.plan from customers a join customers b using (phone)": Why.PERSONAL,
    "select a.customer_id, b.customer_id from customers a join customers b using (note)": Why.PERSONAL,
    "select * from customers natural join calls": Why.CLAUSE,
    "select a.plan from customers a natural join (select note from customers where customer_id = 'C1') b": Why.CLAUSE,
    "select plan from customers tablesample system (10)": Why.CLAUSE,
    "select customer_id from customers for update": Why.CLAUSE,
    "select p from (select phone as p from customers) x where p like 'ε%'": Why.PERSONAL,
    "with x as (select phone as p from customers) select 1 from x where x.p = 'a'": Why.PERSONAL,
    "with x(q) as (select phone from customers) select q || '' from x": Why.PERSONAL,
    "select x.q || '' from (select phone from customers) x(q)": Why.PERSONAL,
    "select y || '' from (select phone from customers union all select 'a') x(y)": Why.PERSONAL,
    "select U&\"ph\\006fne\" || '' from customers": Why.PERSONAL,
    'select "phone" || \'\' from "customers"': Why.PERSONAL,
    "select PHONE || '' from PUBLIC.CUSTOMERS": Why.PERSONAL,
    # not a query
    "select phone into temp t from customers": Why.CLAUSE,
    "create temp table t as select phone from customers": Why.STATEMENT,
    "insert into elsewhere select customer_id, phone from customers returning plan": Why.STATEMENT,
    "delete from calls using customers returning customers.phone": Why.STATEMENT,
    "with d as (delete from customers returning phone) select * from d": Why.STATEMENT,
    "update customers set plan = phone returning plan": Why.STATEMENT,
    "merge into calls using customers on false when matched then do nothing": Why.STATEMENT,
    "copy customers to stdout": Why.STATEMENT,
    "copy (select phone from customers) to stdout": Why.STATEMENT,
    "copy customers to program 'cat'": Why.STATEMENT,
    "do $$ begin raise notice 'x'; end $$": Why.STATEMENT,
    "declare c cursor for select phone from customers": Why.STATEMENT,
    "fetch all from c": Why.STATEMENT,
    "prepare p as select phone from customers": Why.STATEMENT,
    "execute p": Why.STATEMENT,
    "call leak('C1')": Why.STATEMENT,
    "listen x": Why.STATEMENT,
    "lock table customers": Why.STATEMENT,
    "set role postgres": Why.SETTING,
    "set session authorization postgres": Why.SETTING,
    "alter table customers rename phone to plan2": Why.STATEMENT,
    "create view v as select phone as plan from customers": Why.STATEMENT,
    "explain analyze select 1": Why.CLAUSE,
    "explain (analyze false) select 1": Why.CLAUSE,
    "explain select 1 from customers where phone = 'x'": Why.PERSONAL,
    "explain delete from customers": Why.STATEMENT,
    "select 1; select 2": Why.SEVERAL,
    "select 1; copy customers to stdout": Why.SEVERAL,
}

ALL = "customer_id client_code plan joined points"
RUNS = {  # what stands in clear
    "select * from customers": ALL,
    "table customers": ALL,
    "select c.* from customers c": ALL,
    "select customer_id, phone from customers": "customer_id",
    "select phone, birth_date, balance, photo, tags, line_id, kana from customers": "",
    "select unclassified, plan from customers": "plan",
    "select phone as plan, plan as phone from customers": "phone",
    "select ctid, xmin, tableoid, plan from customers": "plan",
    "select public.customers.phone, customers.plan from public.customers": "plan",
    "select all customer_id from only customers": "customer_id",
    "with x as (select * from customers) select * from x": ALL,
    "with x as materialized (select phone p, plan from customers) select p, plan from x": "plan",
    "with x(a, b) as (select phone, plan from customers) select a, b from x": "b",
    "select x.p, x.q from (select phone as p, plan as q from customers) x": "q",
    "select * from (select phone as plan, plan as phone from customers) x": "phone",
    "select x.* from customers c, lateral (select c.phone, c.plan) x": "plan",
    "select phone from customers union all select caller from calls": "",
    "select plan, phone from customers union all select 'a', 'b'": "plan",
    "select * from customers union all select * from customers": "",
    "select c.name, k.memo, k.seconds from customers c join calls k on c.customer_id = k.customer_id": "seconds",
    "select * from customers c left join calls k using (customer_id)": ALL + " call_id seconds",
    "select * from customers c join calls k on k.customer_id = c.customer_id": ALL + " call_id seconds",
    "select customer_id, c.phone from customers c full join calls k using (customer_id)": "customer_id",
    "select id, tel from v_contact": "id",
    "select * from v_contact": "id",
    "select * from v_open": "",
    "select customer_id, plan from m_open": "",
    "select * from copy_of_customers": "",
    "select customer_id, phone from public.copy_of_customers c": "",
    "select count(*) from copy_of_customers": "count",
    "select plan, upper(plan), length(plan) + 1, points * 2 as twice from customers": "plan upper ?column? twice",
    "select customer_id, phone from customers where plan = 'gold' order by customer_id limit 3": "customer_id",
    "select customer_id, phone from customers where customer_id = $1": "customer_id",
    "select distinct plan from customers order by plan": "plan",
    "select distinct on (plan) plan, phone from customers order by plan": "plan",
    "select plan, joined as j from customers order by j, 1 desc nulls last": "plan j",
    "select * from customers order by customer_id offset 2 fetch first 3 rows only": ALL,
    "select customer_id c from customers where exists (select * from calls k where k.customer_id = customers.customer_id)": "c",
    "select customer_id from customers where plan in (select code from plans where price > 400)": "customer_id",
    "select plan from customers union select code from plans": "plan",
    "select plan from customers except all select 'gold'": "plan",
    "select p.title, p.price from customers c join plans p on p.code = c.plan where c.joined > date '2020-01-05'": "title price",
    "select count(*) from customers": "count",
    "select count(*), min(joined), max(points), avg(points) from customers": "count min max avg",
    "select plan, count(*) from customers group by plan": "plan count",
    "select row_number() over (partition by plan order by joined), phone from customers": "row_number",
    "select case when plan = 'gold' then 1 else 0 end, coalesce(plan, ''), phone from customers": "case coalesce",
    "select title, (select count(*) from customers c where c.plan = p.code) from plans p": "title count",
    "explain select phone from customers where plan = 'gold'": "QUERY PLAN",
    "explain (format json, costs off) select plan from customers": "QUERY PLAN",
    "values (1, 'a'), (2, 'b')": "column1 column2",
    "select k, v from (values (1, 'a')) as x(k, v)": "k v",
    "show server_version": "server_version",
    "select 1, 'a', current_date, current_user": "?column? current_date current_user",
    "select * from pg_catalog.pg_namespace": "oid nspname nspowner nspacl",
    "select '気になる' as 日本語, plan from customers": "日本語 plan",
}


@pytest.mark.parametrize(("sql", "why"), REFUSED.items(), ids=REFUSED)
def test_R04_a_shape_that_would_leak_or_answer_is_refused_in_words(sql: str, why: Why, door: Door):
    refused = door.ask(sql)
    assert isinstance(refused, Refused), refused
    assert refused.why is why
    for text in (refused.text, refused.nearest):
        assert text.ja and text.en.isascii()


@pytest.mark.parametrize(("sql", "clear"), RUNS.items(), ids=RUNS)
def test_R05_an_ordinary_shape_runs_and_only_harmless_columns_are_clear(sql: str, clear: str, door: Door):
    values = ("C1",) if "$1" in sql else ()
    shown = door.ask(sql, *values)
    assert not isinstance(shown, Refused), shown
    assert shown.personal == []
    assert shown.clear == set(clear.split("\n") if clear == "QUERY PLAN" else clear.split())
    assert shown.rows


def test_enough_shapes_are_tried():
    assert len(REFUSED) + len(RUNS) >= 105


def test_a_function_or_operator_of_another_schema_is_never_meant(door: Door):
    """public.upper(varchar) and public.+(text, int) would answer with a phone number under any path that holds public."""
    assert door.bare("select upper(plan::varchar) from customers limit 1")[0][0].startswith("ε")
    shown = door.ask("select upper(plan::varchar) from customers limit 1")
    assert not isinstance(shown, Refused)
    assert shown.rows == ((b"HIKARI",),)
    assert door.bare("select plan + 1 from customers limit 1")[0][0].startswith("ε")
    with pytest.raises(Exception, match="does not exist"):
        door.ask("select plan + 1 from customers limit 1")
