"""R-05 where nobody classified anything: every table may be read, every column is masked, and none of them answers a question."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.authorization.columns.catalogue import UNKNOWN
from gateway.authorization.columns.drift import drift
from gateway.guards.statements import Limits
from gateway.relay.postgres.wire.portals import Format
from tests.gateway.guards.statements.a_database import is_personal
from tests.gateway.relay.postgres.a_session import AGate, Answer, ATarget

LIMITS = Limits(search_path=UNKNOWN.search_path, group_size_min=5)
STARS = re.compile(r"[*＊ \u3000@.-]*")


@pytest.fixture(scope="module")
def gate(a_target: ATarget) -> Iterator[AGate]:
    """A gate to a database nobody classified."""
    with AGate(a_target, catalogue=UNKNOWN, judged_by=LIMITS) as gate:
        yield gate


def masked(answer: Answer) -> bool:
    """Every value is stars, or NULL."""
    values = [value for row in answer.rows for value in row if value is not None]
    return all(STARS.fullmatch(value.decode()) for value in values) and not is_personal(answer.received)


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT * FROM customers", 20),
        ("SELECT * FROM public.client", 2),
        ("TABLE plans", 3),
        ("SELECT customer_id, name, points FROM customers LIMIT 5", 5),
        ("SELECT c.name AS harmless_name, c.* FROM customers c LIMIT 3", 3),
        ("SELECT a.name, b.title FROM customers a, plans b LIMIT 7", 7),
        ("SELECT x.id FROM (SELECT customer_id AS id FROM customers) x LIMIT 2", 2),
        ("WITH w AS (SELECT phone FROM customers) SELECT * FROM w LIMIT 2", 2),
        ("SELECT id, tel FROM v_contact LIMIT 4", 4),
        ("SELECT * FROM m_open LIMIT 4", 4),
        ("SELECT name FROM client UNION ALL SELECT phone FROM customers LIMIT 6", 6),
    ],
)
def test_R05_every_table_may_be_read_and_everything_is_masked(gate: AGate, sql: str, rows: int) -> None:
    answer = gate.through(sql)
    assert answer.error is None, answer.said
    assert (len(answer.rows) == rows, masked(answer)) == (True, True)


@pytest.mark.parametrize(
    "sql", ["SELECT * FROM customers", "SELECT photo, points, birth_date, tags, name FROM customers"]
)
def test_R05_in_binary_alike(gate: AGate, sql: str) -> None:
    answer = gate.through(sql, spelling=Format.BINARY)
    assert answer.error is None, answer.said
    assert masked(answer)


ORACLES = [
    "SELECT name FROM customers WHERE phone LIKE 'ε%'", "SELECT name FROM customers WHERE customer_id = 'C1'",
    "SELECT name FROM customers ORDER BY name", "SELECT name FROM customers ORDER BY 1",
    "SELECT DISTINCT name FROM customers", "SELECT plan, count(*) FROM customers GROUP BY plan",
    "SELECT max(points) FROM customers", "SELECT upper(name) FROM customers", "SELECT name || '' FROM customers",
    "SELECT CASE WHEN points > 3 THEN 1 END FROM customers", "SELECT points + 0 FROM customers",
    "SELECT name::text FROM customers", "SELECT customers::text FROM customers", "SELECT row_to_json(c) FROM customers c",
    "SELECT c.name FROM customers c JOIN calls k ON c.customer_id = k.customer_id",
    "SELECT name FROM customers JOIN calls USING (customer_id)", "SELECT name FROM customers NATURAL JOIN calls",
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM customers WHERE name = 'x')",
    "SELECT 1 WHERE 'C1' IN (SELECT customer_id FROM customers)", "SELECT (SELECT name FROM customers LIMIT 1)",
    "SELECT count(*) FROM customers WHERE points = 3", "SELECT count(name) FROM customers",
    "SELECT string_agg(name, ',') FROM customers",
    "SELECT rank() OVER (ORDER BY name) FROM customers", "SELECT name FROM customers UNION SELECT name FROM customers",
    "SELECT name FROM customers EXCEPT SELECT name FROM client", "SELECT 1 FROM customers HAVING max(points) > 3",
    "SELECT name FROM customers LIMIT (SELECT max(points) FROM customers)", "SELECT concat(c) FROM customers c",
    "SELECT c.concat FROM customers c", "SELECT coalesce(name, 'x') FROM customers",
    "EXPLAIN SELECT 1 FROM customers WHERE points = 3",
]  # fmt: skip


@pytest.mark.parametrize("sql", ORACLES)
def test_R05_no_column_nobody_classified_answers_a_question(gate: AGate, sql: str) -> None:
    answer = gate.through(sql)
    assert answer.error is not None or masked(answer), (sql, answer.rows[:3])
    assert not is_personal(answer.received.replace(sql.encode(), b""))
    assert answer.error is None or answer.sqlstate in ("42501", "0A000")


def test_a_refusal_names_the_column_what_is_permitted_and_whom_to_ask(gate: AGate) -> None:
    answer = gate.through("SELECT name FROM customers WHERE phone LIKE 'x%'")
    assert answer.sqlstate == "42501"
    for words in ("phone", "SELECT", "sekisho target catalogue", "管理者", "administrator"):
        assert words in answer.said, words


def test_what_is_not_there_is_said_by_the_server(gate: AGate) -> None:
    assert gate.through("SELECT * FROM not_there").sqlstate == "42P01"
    assert gate.through('SELECT * FROM "no such\u202e""table"').sqlstate == "42P01"
    assert gate.through("SELECT not_there FROM customers").sqlstate == "42703"


@pytest.mark.parametrize("sql", ["SELECT * FROM pg_statistic", "SELECT * FROM pg_stats", "SELECT * FROM pg_authid"])
def test_R05_the_servers_own_statistics_hold_values_and_stay_closed(gate: AGate, sql: str) -> None:
    answer = gate.through(sql)
    assert answer.sqlstate == "42501"
    assert not answer.rows


def test_R06_every_row_counts_for_nobodys_client(gate: AGate) -> None:
    before = len(gate.last.ledger.rows) if gate.sessions else 0
    gate.through("SELECT name FROM customers LIMIT 9")
    rows = [row for _, row in gate.last.ledger.rows[before:]]
    assert len(rows) == 9
    assert {(row.client, row.number, row.masked, row.revealed) for row in rows} == {(None, None, True, False)}


def test_psql_describes_and_reads(gate: AGate) -> None:
    ran = gate.psql("\\d customers\nTABLE client;\nSELECT name FROM customers LIMIT 2;\n")
    assert ran.returncode == 0, ran.stderr
    assert "birth_date" in ran.stdout
    assert "(2 rows)" in ran.stdout
    assert not is_personal(ran.stdout.encode())
    assert "client one" not in ran.stdout


def test_a_session_meets_what_nobody_classified(gate: AGate) -> None:
    gate.through("SELECT 1")
    found = drift(gate.last.joined.snapshot_rows, UNKNOWN)
    assert found is not None
    assert {"public.customers", "public.client", "public.v_contact"} <= set(found.relations)
    assert found.column_count > 30


COLUMNS = (
    "customer_id",
    "name",
    "points",
    "birth_date",
    "photo",
    "tags",
    "unclassified",
    "ctid",
    "xmin",
    "tableoid",
    "c",
)
PIECES = (
    "{}",
    "c.{}",
    "{} AS x",
    "c.*",
    "*",
    "count({})",
    "({})",
    "{}::text",
    "length({})",
    "{} = {}",
    "(c).{}",
    "ROW({})",
)
ENDS = (
    "",
    "WHERE {} IS NULL",
    "ORDER BY {}",
    "GROUP BY {}",
    "LIMIT 3",
    "FETCH FIRST ROW ONLY",
    "OFFSET 2",
    "WHERE {} > {}",
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(COLUMNS)), min_size=1, max_size=3), st.sampled_from(ENDS),
       st.sampled_from(COLUMNS))  # fmt: skip
def test_R05_whatever_is_asked_nothing_stands_in_clear(gate, pieces, end, by) -> None:
    listed = ", ".join(piece.replace("{}", column) for piece, column in pieces)
    answer = gate.through(f"SELECT {listed} FROM customers c {end.replace('{}', by)}")
    assert answer.error is not None or masked(answer), (listed, end, answer.rows[:2])
    assert not is_personal(answer.received)
