"""A name means to the gate what it means to the server, whichever it is: of a level, an output, a version, or of what is sent.

Each shape makes a name that the gate could take for something harmless mean something personal to the server. Whatever the
verdict, the twins must not be told apart; with an order of clients (then the gate makes texts anew) and without.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from tests.gateway.guards.statements.a_catalogue import LIMITS
from tests.gateway.guards.statements.a_database import twins
from tests.gateway.relay.postgres.a_session import AGate, on_socket
from tests.oracle.a_question import Question
from tests.oracle.a_witness import Witness
from tests.postgres_server import Server

OUTPUTS = {  # an expression, and what the server calls its output (parse_target.c: FigureColname)
    "(case when true then 'a' end)::text": ("case", "text"),
    "'a'::varchar::text": ("text", "varchar"),
    "('a')::text": ("text",),
    "coalesce('a', 'b')::text": ("coalesce", "text"),
    "upper('a')::text": ("upper", "text"),
    "nullif('a', 'b')": ("nullif",),
    "nullif(code, 'b')": ("nullif", "code"),
    'code collate "C"': ("code", "collate"),
    "(array['a'])[1]": ("array",),
    "array['a']": ("array",),
    "array['a']::text[]": ("array", "text"),
    "(select code from plans p limit 1)": ("code",),
    "(select code as z from plans p limit 1)": ("z",),
    "exists (select 1)": ("exists",),
    "array(select 1)": ("array",),
    "row('a', 1) = row('a', 1)": ("row", "?column?"),
    "greatest('a', 'b')": ("greatest",),
    "current_date::text": ("current_date", "text"),
    "extract(year from current_date)": ("extract", "date_part"),
    "substring('abc' from 1)": ("substring",),
    "trim('a')": ("btrim", "trim"),
    "position('a' in 'b')": ("position",),
    "code is null": ("?column?", "code"),
    "code like 'a'": ("?column?",),
    "-price": ("price", "?column?"),
    "cast(price as int4)": ("price", "int4"),
    "price::numeric(5)": ("price", "numeric"),
    "count(*) over ()": ("count",),
    "$$a$$": ("?column?",),
    "current_user": ("current_user",),
    "current_schema": ("current_schema",),
    "1": ("?column?",),
    "'a'::\"char\"": ("char",),
    "localtime": ("localtime",),
    "case when true then code end": ("case", "code"),
    "case when true then 'x' else code end": ("case", "code"),
    "true": ("bool", "?column?"),
    "date '2020-01-01'": ("date",),
    "interval '1 day'": ("interval",),
    "'a' between 'a' and 'b'": ("?column?",),
}
OUTER = '(select phone as "{name}" from customers) o'
RECEIVING = (
    f'select (select upper("{{name}}") from (select {{made}} from plans) i limit 1) from {OUTER}',
    f"select (select count(*) from (select {{made}} from plans) i where \"{{name}}\"::text like '%-%') from {OUTER}",
    'select {made}, phone as "{name}" from customers, plans order by "{name}"',
    'select customer_id, {made} from (select customer_id, phone as "{name}" from customers) o, plans order by "{name}"',
    'select plan from customers c, lateral (select {made} from plans limit 1) i order by "{name}"',
)
RENAMED = "(select phone as plan, customer_id from customers) a"
OTHERS = (
    # system columns of another version of the server
    "select (select upper(relallfrozen::text) from pg_class limit 1) from (select phone as relallfrozen from customers) o",
    "select (select upper(daticulocale) from pg_database limit 1) from (select phone as daticulocale from customers) o",
    "select (select upper(datlocale) from pg_database limit 1) from (select phone as datlocale from customers) o",
    "select (select upper(colliculocale) from pg_collation limit 1) from (select phone as colliculocale from customers) o",
    "select (select upper(conenforced::text) from pg_constraint limit 1) from (select phone as conenforced from customers) o",
    "select (select max(enforced) from information_schema.table_constraints) from (select phone as enforced from customers) o",
    # stars whose columns were renamed
    f"select upper(plan) from (select * from {RENAMED} join calls using (customer_id)) x",
    f"select upper(x.plan) from (select * from calls join {RENAMED} using (customer_id)) x",
    f"with x as (select * from {RENAMED} join calls using (customer_id)) select * from x where plan like '%-%'",
    f"select * from {RENAMED} join calls using (customer_id) order by plan",
    "select max(customer_id) from (select * from (select phone as customer_id, plan from customers) a join plans using (plan)) x",
    # a column that was classified and is gone stands in test_names_meant; one that two levels have
    "select (select upper(plan) from customers limit 1) from (select phone as plan from customers) o",
    "select customer_id from customers c where exists (select 1 from client where name > 'a')",
    # one-, two- and three-word qualifiers, and aliases called like other relations
    "select (select upper(plans.code) from (select phone as code from customers) plans limit 1) from plans",
    "select (select upper(public.plans.code) from (select phone as code from customers) plans limit 1) from plans",
    "select (select upper(pg_catalog.pg_am.amname) from (select phone as amname from customers) pg_am limit 1) from pg_am",
    "with plans as (select phone as code from customers) select (select max(public.plans.code) from plans) from public.plans",
    "select upper(customers.plan) from plans customers, (select phone as plan from public.customers) c",
    "select upper(public.customers.plan) from plans customers, (select phone as plan from public.customers) c",
    "select x.plan || '' from (select plan, phone as plan from customers) x",
    "select plan || '' from customers c, lateral (select c.phone as plan) customers",
    "select customers.plan || '' from customers c, lateral (select c.phone as plan) customers",
    "select code || '' from plans, (select phone as code from customers) plans2 where plans.code = 'gold'",
    "with customers as (select phone as plan from customers) select upper(plan) from customers",
    "with plans as (select phone as code from customers), x as (select upper(code) from plans) select * from x",
    "select upper(p.code) from (plans p join customers c on true) , lateral (select c.phone as code) p2",
)  # fmt: skip


@pytest.fixture(scope="module")
def witnesses(postgres_server: Server) -> Iterator[list[Witness]]:
    with ExitStack() as opened:
        doors = opened.enter_context(twins(postgres_server))
        targets = [on_socket(postgres_server.socket_directory, door.database) for door in doors]
        orders = (LIMITS, replace(LIMITS, group_size_min=1, clients=frozenset({"A01", "B02"})))
        yield [
            Witness(doors, [opened.enter_context(AGate(each, judged_by=order)) for each in targets]) for order in orders
        ]


@pytest.mark.parametrize("made", OUTPUTS)
def test_R05_an_output_is_called_as_the_server_calls_it(made: str, witnesses: list[Witness]):
    for name in OUTPUTS[made]:
        for form in RECEIVING:
            for each in witnesses:
                each.ask(Question(form.format(made=made, name=name)))


@pytest.mark.parametrize("sql", OTHERS)
def test_R05_a_name_means_the_same_to_the_gate_and_to_the_server(sql: str, witnesses: list[Witness]):
    for each in witnesses:
        each.ask(Question(sql))
