"""R-05: what is written down is what ran, whatever a name of a statement or portal was thought to mean when it was asked."""

import pytest

from gateway.relay.postgres.events import StatementRun
from gateway.relay.postgres.wire.pipeline import Sync
from gateway.relay.postgres.wire.portals import Bind, Execute
from gateway.relay.postgres.wire.simple_query import Query
from gateway.relay.postgres.wire.statements import Parse
from tests.gateway.relay.postgres.a_session import AClient, AGate, Answer

WANTED = "select customer_id, phone from customers where customer_id = $1"
OTHER = "select $1::text, 'nothing'"


def answers(client: AClient, count: int) -> list[Answer]:
    return [client.answer() for _ in range(count)]


def written(gate: AGate, client: AClient) -> list[StatementRun]:
    client.close()
    return [each for each in gate.left().all_events if isinstance(each, StatementRun)]


def test_R05_a_statement_whose_new_meaning_fails_is_not_written_down_as_the_new_one(gate: AGate):
    client = gate.client()
    client.send(Parse(statement="s", query=WANTED), Sync())
    client.answer()
    client.send(
        Parse(statement="s", query=OTHER), Sync(),
        Bind(portal="", statement="s", values=(b"C3",)), Execute(portal=""), Sync(),
    )  # fmt: skip
    failed, answer = answers(client, 2)
    assert failed.sqlstate == "42P05"
    assert answer.rows == []
    assert answer.sqlstate == "26000"
    client.send(Bind(portal="", statement="s", values=(b"C3",)), Execute(portal=""), Sync())
    assert len(client.answer().rows) == 1
    assert [each.relations for each in written(gate, client)] == [("public.customers",)]


@pytest.mark.parametrize("other", [OTHER, WANTED], ids=["statement", "values"])
@pytest.mark.parametrize("pipelined", [True, False])
def test_R05_a_portal_that_could_not_be_made_anew_runs_nothing(gate: AGate, other: str, pipelined: bool):
    client = gate.client()
    client.send(Query(query="begin"))
    client.answer()
    client.send(
        Parse(statement="a", query=WANTED), Parse(statement="b", query=other),
        Bind(portal="p", statement="a", values=(b"C3",)), Sync(), Query(query="savepoint x"),
    )  # fmt: skip
    answers(client, 2)
    again = (Bind(portal="p", statement="b", values=(b"C4",)), Sync())
    late = (Query(query="rollback to x"), Execute(portal="p"), Sync())
    if pipelined:
        client.send(*again, *late)
        failed, back, answer = answers(client, 3)
    else:
        client.send(*again)
        failed = client.answer()
        client.send(*late)
        back, answer = answers(client, 2)
    assert failed.sqlstate == "42P03"
    assert back.tag == "ROLLBACK"
    assert answer.rows == []
    assert answer.sqlstate == "34000"
    assert "C3" not in gate.last.tape.text


@pytest.mark.parametrize("pipelined", [True, False])
def test_R05_nor_does_one_that_was_skipped(gate: AGate, pipelined: bool):
    client = gate.client()
    client.send(Query(query="begin"))
    client.answer()
    client.send(
        Parse(statement="a", query=WANTED), Parse(statement="b", query=OTHER),
        Bind(portal="", statement="a", values=(b"C3",)),
        Parse(statement="x", query="savepoint x"), Bind(portal="x", statement="x"), Execute(portal="x"),
        Parse(statement="back", query="rollback to x"), Sync(),
    )  # fmt: skip
    assert client.answer().sqlstate is None
    skipped = (
        Bind(portal="n", statement="back", values=(b"too", b"many")),
        Bind(portal="", statement="b", values=(b"C4",)),
        Sync(),
    )
    late = (Bind(portal="r", statement="back"), Execute(portal="r"), Execute(portal=""), Sync())
    if pipelined:
        client.send(*skipped, *late)
        failed, answer = answers(client, 2)
    else:
        client.send(*skipped)
        failed = client.answer()
        client.send(*late)
        answer = client.answer()
    assert failed.sqlstate is not None
    assert answer.rows == []
    assert answer.sqlstate == "34000"


def test_a_portal_is_fetched_in_a_later_batch(gate: AGate):
    client = gate.client()
    client.send(Query(query="begin"))
    client.answer()
    client.send(
        Parse(statement="", query="select customer_id from customers where customer_id > $1 order by customer_id"),
        Bind(portal="p", statement="", values=(b"C1",)), Execute(portal="p", rows_max=2), Sync(),
    )  # fmt: skip
    assert len(client.answer().rows) == 2
    client.send(Execute(portal="p", rows_max=3), Sync())
    assert len(client.answer().rows) == 3
