"""A name must mean to the server what it meant to the gate: none that is judged here may be another, personal column there."""

from dataclasses import replace

import pytest

from gateway.guards.statements import Limits, Refused, Why, judge
from tests.gateway.guards.statements.a_catalogue import CATALOGUE, LIMITS
from tests.gateway.guards.statements.a_database import Door

ORDER = replace(LIMITS, clients=frozenset({"A01", "B02"}))
CAPTURED = [
    # an inner alias that is called as an outer relation, once rows are left out and schemas are gone
    "select (select upper(public.plans.title) from (select phone as title from customers limit 1) as plans) from plans",
    # a cast that is not called what it was thought to be
    *(
        f"select (select upper({name}) from (select {cast}) i) from (select phone as {name} from customers) o"
        for name, cast in (
            ('"case"', "(case when true then 'a' end)::text"),
            ('"case"', "case when true then 'a' else lower('b') end"),
            ("text", "nullif('a', 'b')::text"),
            ("text", """(lower('a') collate "C")::text"""),
            ("text", "(select 'a' as b)::text"),
            ("text", "greatest('a', 'b')::text"),
            ("text", "(array['a'])[1]::text"),
        )
    ),
    """select customer_id, (case when true then 'a' end)::text
    from (select customer_id, phone as "case" from customers) o order by "case\"""",
    # a column of the server's own that it has in another version only, and one that was classified and is gone
    *(
        f"select (select upper({name}) from {table} limit 1) from (select phone as {name} from customers) o"
        for name, table in (
            ("relallfrozen", "pg_class"),
            ("datlocale", "pg_database"),
            ("daticulocale", "pg_database"),
            ("gone", "plans"),
        )
    ),
    "select upper(relallfrozen::text) from pg_class, customers relallfrozen",
    "select upper(gone::text) from plans, customers gone",
    # a star that puts out a column nobody classified, by a name that something harmless has that is not put out
    "select u.* from copy_of_customers u, (select 'x' as phone) d order by phone",
    "select distinct on (phone) u.* from copy_of_customers u, (select 'x' as phone) d",
    "select c.* from customers c, (select 'x' as unclassified) d order by unclassified",
    # USING, after which a star was thought to have its relations' own names
    """select upper(plan) from
    (select * from (select phone as plan, customer_id from customers) a join calls using (customer_id)) x""",
    """select (select upper(plan) from
    (select * from (select customer_id from customers) a join calls using (customer_id)) x limit 1)
    from (select phone as plan from customers) o""",
    """select * from
    (select * from (select phone as plan, customer_id from customers) a join calls using (customer_id)) x order by plan""",
]


class Stale:
    """The catalogue, with a column of `plans` that the database lost."""

    def __getattr__(self, name: str) -> object:
        return getattr(CATALOGUE, name)

    def columns(self, schema: str, table: str) -> object:
        found = CATALOGUE.columns(schema, table)
        return (*found, replace(found[0], name="gone")) if table == "plans" else found


@pytest.mark.parametrize("limits", [LIMITS, ORDER], ids=["everybody", "order"])
@pytest.mark.parametrize("sql", CAPTURED)
def test_R25_a_name_that_may_mean_a_personal_column_further_out_is_refused(sql: str, limits: Limits):
    assert isinstance(judge(sql, Stale(), limits), Refused)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "sql",
    [
        "select name from customers c where exists (select 1 from plans where code = c.plan)",
        "select (select count(*) from calls where customer_id = c.customer_id) from customers c",
        "select plan from (select (case when points > 3 then 'a' end)::text, plan from customers) x order by plan",
        "select joined from (select points::text, joined::text from customers) x where points > '1'",
        "select * from customers c join plans p on p.code = plan order by price",
        "select c.* from customers c join plans p on p.code = plan order by p.price, customer_id",
        "select relname from pg_class c join pg_namespace n on n.oid = relnamespace where relkind = 'r' limit 1",
    ],
)
def test_what_people_write_still_runs(sql: str, door: Door):
    shown = door.under(ORDER).ask(sql)
    assert not isinstance(shown, Refused), shown
    assert shown.rows
    assert not shown.personal


def test_a_star_after_using_stands_in_clear_where_its_origin_proves_it(door: Door):
    shown = door.ask("select * from (select plan, phone, customer_id from customers) a join calls using (customer_id)")
    assert not isinstance(shown, Refused)
    assert {"customer_id", "plan", "seconds"} <= shown.clear
    assert not shown.personal


A21, A31 = "あ" * 21, "あ" * 31


@pytest.mark.parametrize(
    "sql",
    [
        f"""select (select upper({A21}.code) from plans as {A31} limit 1) from client k,
        (select phone as code, customer_id, client_code from customers) as {A21}""",
        f"select 'x' as {A31} from client k, (select client_code, phone as {A21} from customers) b order by {A21}",
        'select 1 as U&"' + "\\3042" * 22 + '"',
        'select (select upper("\u00a6".code) from (select phone as code from customers limit 1) as "\uffe4") from plans "\u00a6"',
        'select (select upper("\u00a6".code) from (select phone as code from customers) as U&"\\FFE4") from plans "\u00a6"',
    ],
)
def test_R25_a_name_that_another_encoding_cuts_elsewhere_is_refused(sql: str):
    """EUC_JP holds 31 of these letters in a name, UTF-8 21: the two aliases are one to the parser, and two to such a server."""
    refused = judge(sql, CATALOGUE, ORDER)
    assert isinstance(refused, Refused)
    assert refused.why is Why.NAME
    named = judge(f"select code as {A21}, '{A31 * 9}' from plans", CATALOGUE, ORDER)
    assert not isinstance(named, Refused)
    assert not isinstance(judge(f"select code as {'a' * 80} from plans", CATALOGUE, ORDER), Refused)
