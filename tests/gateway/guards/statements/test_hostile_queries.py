"""Thousands of queries made by chance: nothing personal in clear, and an answer that does not depend on anything personal.

The second is the stronger: the same query is asked of databases that differ only in who is who. Whatever a person would receive
must be the same from all of them, rows, order, counts, NULLs, errors and plans, or the query answered a question about a person.
"""

from collections.abc import Iterator

import psycopg
import pytest

from gateway.guards.statements import Refused
from tests.gateway.guards.statements.a_database import Door
from tests.gateway.guards.statements.a_database import twins as databases_alike
from tests.gateway.guards.statements.a_query import Asking
from tests.postgres_server import Server

QUERIES = 700
LONG = 40_000


@pytest.fixture(scope="module")
def twins(postgres_server: Server) -> Iterator[list[Door]]:
    with databases_alike(postgres_server) as doors:
        yield doors


def answer(door: Door, sql: str) -> object:
    """All that a person would receive; of an error its code alone, as the relay lets through."""
    try:
        shown = door.ask(sql)
    except psycopg.Error as error:
        return f"error {error.diag.sqlstate or error}"
    if isinstance(shown, Refused):
        return None
    assert shown.personal == [], sql
    return shown.names, shown.rows


def tried(twins: list[Door], queries: int, seed: int) -> tuple[int, int, int]:
    """How many were refused, failed and ran."""
    counts = [0, 0, 0]
    for at in range(queries):
        sql = Asking(seed + at, boldness=(at % 4) * 0.04).query()
        first = answer(twins[0], sql)
        if first is None:
            counts[0] += 1
            continue
        counts[1 if isinstance(first, str) else 2] += 1
        plan = answer(twins[0], f"explain {sql}")
        for twin in twins[1:]:
            assert answer(twin, sql) == first, sql
            assert answer(twin, f"explain {sql}") == plan, sql
    return counts[0], counts[1], counts[2]


def test_R05_no_answer_holds_or_depends_on_anything_personal(twins: list[Door]):
    refused, failed, ran = tried(twins, QUERIES, seed=6)
    assert ran > QUERIES // 10
    assert refused > QUERIES // 10
    assert failed < QUERIES


@pytest.mark.long
def test_R05_no_answer_depends_on_anything_personal_at_length(twins: list[Door]):
    tried(twins, LONG, seed=1_000_000)


def test_the_twins_differ_and_the_test_would_see_it(twins: list[Door]):
    asked = "select customer_id from customers where phone like 'ε-α%'"
    answers = [door.bare(asked) for door in twins]
    assert len({str(each) for each in answers}) == len(twins)
