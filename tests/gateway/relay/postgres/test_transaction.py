"""The net beneath the gate: with a gate that lets everything pass, the server itself refuses to write."""

import psycopg
import pytest

from gateway.guards.statements import Statement, What, judge
from gateway.relay.postgres.ports import Permitted
from gateway.relay.postgres.transaction import BORDERS, is_border, text_of
from gateway.relay.postgres.wire.pipeline import Sync
from gateway.relay.postgres.wire.portals import Bind, Execute
from gateway.relay.postgres.wire.simple_query import Query
from gateway.relay.postgres.wire.statements import Parse
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.guards.statements.a_catalogue import CATALOGUE, LIMITS
from tests.gateway.relay.postgres.a_session import AGate, ATarget


class NoGate:
    """Everything is a SELECT to it."""

    def judge(self, sql):
        return Permitted.of(sql, Statement(what=What.SELECT, text=sql), sql)

    def learned(self, snapshot):
        """It judges nothing by tables."""

    def normal(self, sql):
        return sql


@pytest.fixture
def open_gate(a_target):
    """A superuser, whose session does not even begin READ ONLY: nothing but the pin stands in the way."""
    target = ATarget(a_target.address, a_target.database, settings={"default_transaction_read_only": "off"})
    with AGate(target, judge=NoGate()) as gate:
        yield gate


WRITES = (
    "INSERT INTO plans VALUES ('x', 'x', 1)",
    "UPDATE plans SET price = 0",
    "DELETE FROM plans",
    "TRUNCATE plans",
    "CREATE TABLE stolen AS SELECT * FROM customers",
    "SELECT * INTO stolen FROM customers",
    "DROP TABLE plans",
    "ALTER TABLE plans ADD COLUMN x int",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "GRANT SELECT ON customers TO PUBLIC",
    "WITH gone AS (DELETE FROM plans RETURNING *) SELECT * FROM gone",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT setval('s', 1) FROM (SELECT 1) x",
    "DO $$ BEGIN DELETE FROM public.plans; END $$",
    "COPY plans FROM '/etc/hostname'",
    "COMMENT ON TABLE plans IS 'x'",
)


@pytest.mark.parametrize("sql", WRITES)
def test_R04_without_a_gate_the_server_refuses(open_gate, sql):
    answer = open_gate.through(sql.replace("plans", "public.plans").replace("public.public.", "public."))
    assert answer.sqlstate in ("25006", "42P01"), (answer.kinds, answer.said)


def test_R04_several_statements_in_one_text_are_the_servers_to_refuse(open_gate):
    for sql in (
        "COMMIT; DELETE FROM public.plans",
        "SELECT 1; SELECT 2",
        "BEGIN READ WRITE; DELETE FROM public.plans; COMMIT",
    ):
        answer = open_gate.through(sql)
        assert answer.sqlstate == "42601"
        assert answer.rows == []


REFUSED = ("25006", "25P02", "26000")
"""Read only; failed already, with borders that are no words of the gateway's; without the pin, and so without anything."""
BATCH_REFUSED = ("25006", "25001", "55000")
"""Read only; no more writing behind a snapshot; a SET that was run already, run again."""
LEAVING = (
    ["SET default_transaction_read_only = off"],
    ["SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE"],
    ["SELECT set_config('default_transaction_read_only', 'off', false)"],
    ["BEGIN READ WRITE"],
    ["BEGIN", "SET TRANSACTION READ WRITE"],
    ["START TRANSACTION READ WRITE", "SET transaction_read_only = off"],
    ["BEGIN", "SAVEPOINT s", "SET LOCAL transaction_read_only TO off"],
    ["BEGIN", "COMMIT AND CHAIN"],
    ["PREPARE p AS DELETE FROM public.plans", "EXECUTE p"],
    ["DEALLOCATE ALL"],
    ["DISCARD ALL"],
    ["RESET ALL"],
)


@pytest.mark.parametrize("words", LEAVING, ids=" then ".join)
def test_R04_a_transaction_that_was_made_to_write_does_not(open_gate, a_target, words):
    for sql in words:
        open_gate.through(sql)
    assert open_gate.through("DELETE FROM public.plans").sqlstate in REFUSED
    open_gate.through("COMMIT")
    open_gate.through("ROLLBACK")
    assert open_gate.through("DELETE FROM public.plans").sqlstate in REFUSED
    assert plans(a_target) == 3


def batch(*statements):
    """One extended query without a Sync in between."""
    for at, sql in enumerate(statements):
        yield Parse(statement=f"s{at}", query=sql)
    for at in range(len(statements)):
        yield Bind(portal=f"p{at}", statement=f"s{at}")


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (1, 1, 0)])
@pytest.mark.parametrize("write", ["DROP TABLE public.plans", "DELETE FROM public.plans", "TRUNCATE public.plans"])
@pytest.mark.parametrize(
    "opening", ["SET TRANSACTION READ WRITE", "BEGIN READ WRITE", "SET transaction_read_only = off"]
)
def test_R04_nor_within_one_batch_in_any_order(open_gate, a_target, opening, write, order):
    with open_gate.client() as client:
        client.send(*batch(write, opening), *(Execute(portal=f"p{at}") for at in order), Sync())
        assert client.answer().sqlstate in BATCH_REFUSED
    assert plans(a_target) == 3


def plans(a_target):
    directory = a_target.address.rpartition("/")[0]
    with psycopg.connect(host=directory, dbname=a_target.database, user="postgres") as connection:
        return connection.execute("SELECT count(*) FROM plans").fetchone()[0]


def test_the_pin_is_not_in_the_way_of_reading(gate):
    answer = gate.through("SHOW transaction_read_only")
    assert answer.rows == [(b"on",)]
    assert answer.kinds == "TDCZ"
    assert gate.through("SELECT $1::int + 1", "41").rows == [(b"42",)]


def test_a_failed_transaction_can_be_left(gate):
    assert gate.through("BEGIN").status == "T"
    assert gate.through("SELECT 1/0").sqlstate == "22012"
    assert gate.through("SELECT 1").sqlstate == "25P02"
    ended = gate.through("ROLLBACK")
    assert (ended.tag, ended.status) == ("ROLLBACK", "I")
    gate.through("BEGIN")
    gate.through("SELECT 1/0")
    with_values = gate._asking
    with_values.send(Parse(statement="", query="rollback"), Bind(portal="", statement=""), Execute(portal=""), Sync())
    assert with_values.answer().kinds == "12CZ"
    assert gate.through("SELECT 1").rows == [(b"1",)]


def test_savepoints_work_also_where_something_failed(gate):
    gate.through("BEGIN")
    assert gate.through('SAVEPOINT "_pg3_1"').tag == "SAVEPOINT"
    assert gate.through("SELECT 1/0").sqlstate == "22012"
    assert gate.through('ROLLBACK TO "_pg3_1"').status == "T"
    assert gate.through("SHOW transaction_read_only").rows == [(b"on",)]
    assert gate.through('RELEASE "_pg3_1"').tag == "RELEASE"
    assert gate.through("COMMIT").status == "I"
    with gate.connect() as connection, connection.transaction(), connection.transaction():
        assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.parametrize(
    "text", ["SAVEPOINT s", 'SAVEPOINT "s"; DELETE', 'ROLLBACK TO SAVEPOINT "s" x', 'SAVEPOINT "a"b"']
)
def test_a_savepoint_in_other_words_is_a_fault(text):
    with pytest.raises(GatewayFault):
        text_of(Statement(what=What.SAVEPOINT, text=text))


def test_one_moment_holds_for_a_whole_transaction(gate):
    gate.through("BEGIN ISOLATION LEVEL REPEATABLE READ")
    assert gate.through("SHOW transaction_isolation").rows == [(b"repeatable read",)]
    assert gate.through("SHOW transaction_read_only").rows == [(b"on",)]
    assert gate.through("COMMIT").tag == "COMMIT"


def test_the_borders_are_the_gates_own_words():
    for sql in (
        "begin",
        "start transaction read only",
        "BEGIN ISOLATION LEVEL SERIALIZABLE",
        "end",
        "commit work",
        "abort",
    ):
        statement = judge(sql, CATALOGUE, LIMITS)
        assert is_border(statement)
        assert text_of(statement) in BORDERS
    with pytest.raises(GatewayFault):
        text_of(Statement(what=What.COMMIT, text="COMMIT; DELETE FROM plans"))


def test_what_the_gateway_answers_itself_never_travels():
    assert text_of(Statement(what=What.SET, text="SET search_path = evil")) == "SET TRANSACTION READ ONLY"
    assert text_of(Statement(what=What.EMPTY, text="x")) == ""


@pytest.mark.parametrize("sql", ["BEGIN READ WRITE", "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE"])
def test_R04_the_gate_refuses_to_leave_it(gate, sql):
    assert gate.through(sql).sqlstate == "42501"


def test_a_query_within_a_batch_ends_the_session(gate):
    with gate.client() as client:
        client.send(Parse(statement="", query="SELECT 1"), Query(query="SELECT 2"))
        assert client.answer().sqlstate == "08P01"
