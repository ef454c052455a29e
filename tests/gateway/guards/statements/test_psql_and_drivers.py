"""What psql's describe commands, its completion and drivers sent to real servers, as the servers logged it, passes and runs.

`seen/psql-15.sql` and `seen/psql-18.sql` were logged by PostgreSQL 15 and 18; `seen/drivers.sql` is what pgJDBC, DBeaver, psycopg
and SQLAlchemy ask. The server of the tests runs those of its own version and the drivers'.
"""

from pathlib import Path

import psycopg
import pytest

from gateway.guards.statements import Clear, Refused, What, judge
from tests.gateway.guards.statements.a_catalogue import CATALOGUE, LIMITS
from tests.gateway.guards.statements.a_database import Door

_SEEN = Path(__file__).parent / "seen"
SENT = {
    f"{file.stem}-{at}": sql.strip()
    for file in sorted(_SEEN.glob("*.sql"))
    for at, sql in enumerate(file.read_text(encoding="utf-8").split("\n;;\n"))
}
NOT_FOR_EYES = ("pg_user_mappings",)  # passwords may stand there


@pytest.mark.parametrize("name", SENT)
def test_R04_what_clients_send_by_themselves_passes(name: str):
    sql = SENT[name]
    judged = judge(sql, CATALOGUE, LIMITS)
    if any(each in sql for each in NOT_FOR_EYES):
        assert isinstance(judged, Refused)
        return
    assert not isinstance(judged, Refused), (judged, sql)
    assert judged.what in (What.CATALOGUE, What.SHOW)


@pytest.mark.parametrize("family", ["psql", "drivers"])
def test_it_runs_and_what_it_says_of_the_structure_stands_in_clear(family: str, door: Door):
    if family == "psql":
        version = str(door.bare("show server_version")[0][0]).split(".")[0]
        family = f"psql-{version}"
    ran = 0
    for name, sql in SENT.items():
        if not name.startswith(family) or any(each in sql for each in NOT_FOR_EYES):
            continue
        values = ("2200" if "relnamespace=$1" in sql else "customers",) if "$1" in sql else ()
        try:
            shown = door.ask(sql, *values)
        except psycopg.Error as error:  # an object of the server where it was logged, by its number
            assert "does not exist" in str(error) or "relation" in str(error), (name, error)
            continue
        assert not isinstance(shown, Refused)
        hidden = {each for each, verdict in zip(shown.names, shown.verdicts, strict=True) if verdict is not Clear.CLEAR}
        assert hidden <= {"useconfig", "attmissingval", "seclabel"}, (name, hidden)
        ran += 1
    assert ran > (8 if family == "drivers" else 60)


@pytest.mark.parametrize(
    "sql",
    [
        "select relname, (select phone from customers limit 1) from pg_class",
        "select ('customers'::text).leak from pg_class",
        "select c.evil_row from pg_class c",
        "select (c).evil_row from pg_class c",
        "select x.evil_row from pg_class c, lateral (select 1 as evil_row) y, lateral (select 1 as z) x",
        "select (unnest(array[1])).leak",
        "select * from pg_class, leak('C1')",
        "select * from rows from (generate_series(1, 2), leak('C1')) as t",
        "select query_to_xml(relname, true, true, '') from pg_class",
        "select attmissingval::text from pg_attribute",
        "select passwd from pg_shadow",
        "select subconninfo || '' from pg_subscription",
        "select set_config('search_path', 'x', false) from pg_class",
        "select pg_read_file('PG_VERSION')",
        "select lo_get(1)",
        "select pg_terminate_backend(1)",
        "select nextval('s')",
        "select pg_stat_get_activity(1)",
        "select currtid2('customers', '(0,1)')",
        "select public.upper(relname) from pg_class",
        "select relname::public.mine from pg_class",
        "select 1 operator(public.+) 2",
        "select table_to_xml('customers', true, true, '')",
        "select cursor_to_xml('c', 1, true, true, '')",
        "select ts_stat('select to_tsvector(phone) from customers')",
        "select database_to_xml(true, true, '')",
    ],
)
def test_the_wider_lists_open_nothing_else(sql: str):
    assert isinstance(judge(sql, CATALOGUE, LIMITS), Refused)


def test_an_operator_of_another_schema_is_never_meant_in_them_either(door: Door):
    """public.+(text, int) answers with a phone number."""
    sql = "select relname::text + 1 from pg_class limit 1"
    assert str(door.bare(sql)[0][0]).startswith("ε")
    with pytest.raises(psycopg.Error, match="does not exist"):
        door.ask(sql)


def test_a_table_of_any_schema_is_visible_to_describe_commands(door: Door):
    shown = door.ask(
        "select relname from pg_class c where relname = 'customers' and pg_catalog.pg_table_is_visible(c.oid)"
    )
    assert not isinstance(shown, Refused)
    assert shown.rows == ((b"customers",),)
    assert isinstance(door.ask("select pg_table_is_visible((select 1))"), Refused)


@pytest.mark.parametrize(
    ("sql", "names", "rows"),
    [
        ("select current_schema()", ("current_schema",), [(b"public",)]),
        ("select current_schema()::text as x, (current_schema)", ("x", "name"), [(b"public", b"public")]),
        ("select length(current_schema::text)", ("length",), [(b"6",)]),
        ("select current_schema() || 'x' where current_schema() = 'public'", ("?column?",), [(b"publicx",)]),
        ("select CURRENT_SCHEMA, 1", ("current_schema", "?column?"), [(b"public", b"1")]),
        ("select pg_catalog.current_schemas( TRUE )", ("current_schemas",), [(b"{pg_catalog,public}",)]),
        (
            "select n.nspname from pg_namespace n where n.nspname = any (current_schemas(false))",
            ("nspname",),
            [(b"public",)],
        ),
    ],
)
def test_drivers_are_told_the_path_on_which_tables_are_looked_for(
    sql: str, names: tuple[str, ...], rows: list[tuple[bytes, ...]], door: Door
):
    shown = door.ask(sql)
    assert not isinstance(shown, Refused), shown
    assert (shown.names, list(shown.rows)) == (names, rows)


@pytest.mark.parametrize(
    "sql", ["select current_schemas($1)", "select current_schemas(not true)", "select current_schema() from customers"]
)
def test_a_path_that_cannot_be_told_is_refused(sql: str):
    assert isinstance(judge(sql, CATALOGUE, LIMITS), Refused)
