"""The gate against the database itself, for R-25: an order of one client learns nothing of another's rows, harmless or not.

Two databases differ in nothing but the other client's customers. Whatever is asked, either a foreign row is on its way and the
counter stops it, or both answer alike.
"""

import random
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.disclosure.counting import Row
from gateway.disclosure.verdict import Over, Warn, Why, Within
from gateway.vocabulary.outcome import Text
from tests.databases import command
from tests.gateway.guards.statements.a_catalogue import LIMITS
from tests.gateway.guards.statements.a_database import a_door
from tests.gateway.relay.postgres.a_session import AGate, Answer, Ledger, on_socket
from tests.oracle.a_question import Asker, Question
from tests.oracle.test_differential import EACH
from tests.postgres_server import Server

OURS, THEIRS = "A01", "B02"
_OTHER_CUSTOMERS = f"""
CREATE TABLE before AS SELECT *, client_code = '{THEIRS}' AS theirs FROM customers ORDER BY points;
TRUNCATE customers;
INSERT INTO customers SELECT CASE WHEN theirs THEN 'D' || substr(customer_id, 2) ELSE customer_id END, client_code,
  CASE WHEN theirs THEN 'gold' ELSE plan END, CASE WHEN theirs THEN joined - 900 ELSE joined END,
  CASE WHEN theirs THEN points + 100 ELSE points END, name, kana, phone, email, address, birth_date, line_id,
  card_number, note, balance, photo, tags, unclassified FROM before ORDER BY points;
DROP TABLE before"""
_FIRST_ROWS = re.compile(
    r"\b(limit|offset|fetch|distinct on)\b", re.IGNORECASE
)  # which come first may be the planner's choice
_NOBODYS = ("v_contact", "copy_of_customers", "customers_2", "v_open", "m_open", "calls", "leads", "pg_")


class Strict(Ledger):
    """Stops whoever the order does not name, as the registrar's counter does."""

    def show(self, rows: Sequence[Row], statement: int) -> Within | Warn | Over:
        if any(row.client not in (None, OURS) for row in rows):
            return Over(text=Text(ja="作業申請にない委託元です", en="not a client of the order"), why=Why.FOREIGN)
        return super().show(rows, statement)


@pytest.fixture(scope="module")
def gates(postgres_server: Server) -> Iterator[list[AGate]]:
    with ExitStack() as opened:
        made = []
        for others in (False, True):
            door = opened.enter_context(a_door(postgres_server))
            for each in _OTHER_CUSTOMERS.split(";\n") if others else ():
                command(postgres_server, each, door.database)
            target = on_socket(postgres_server.socket_directory, door.database)
            order = replace(LIMITS, group_size_min=1, clients=frozenset({OURS}))
            made.append(opened.enter_context(AGate(target, judged_by=order, ledger=Strict())))
        yield made


def told(answer: Answer) -> object:
    """The answer without the order of its rows, which is the planner's."""
    return answer.sqlstate, answer.tag, sorted(map(repr, answer.rows))


def is_stopped(answer: Answer) -> bool:
    return "not a client of the order" in answer.said


def ask(gates: list[AGate], question: Question) -> bool:
    """True if it ran in both. Fails where the other client's rows make a difference."""
    one, other = (gate.through(question.sql, *question.values) for gate in gates)
    if not is_stopped(one) and not is_stopped(other):
        assert told(one) == told(other), question
    return one.error is None and other.error is None


def fits(question: Question) -> bool:
    """Only what reads customers themselves: the other tables name no client. Plans and first rows are the planner's."""
    sql = question.sql.lower()
    return "customers" in sql and not _FIRST_ROWS.search(sql) and not sql.startswith("explain") and not any(
        each in sql for each in _NOBODYS
    )  # fmt: skip


@settings(EACH, max_examples=150, derandomize=True)
@given(st.randoms(use_true_random=True))
def test_R25_no_answer_depends_on_the_rows_of_a_client_the_order_does_not_name(
    gates: list[AGate], chance: random.Random
):
    question = Asker(chance, 0.0).question()
    if fits(question):
        ask(gates, question)


def test_R25_foreign_rows_are_stopped_and_the_rest_runs(gates: list[AGate]):
    assert is_stopped(gates[0].through(f"select phone from customers where client_code = '{THEIRS}'"))
    assert is_stopped(gates[0].through(f"select customer_id from customers where client_code = '{THEIRS}'"))
    assert ask(gates, Question(f"select phone from customers where client_code = '{OURS}'"))
    assert ask(gates, Question("select plan, count(*), max(points) from customers group by plan"))
    questions = [each for at in range(400) if fits(each := Asker(random.Random(at), 0.0).question())]
    assert sum(ask(gates, each) for each in questions) > 5, "most are stopped, refused or in error; some run in both"
