"""Rows come in no order that says something of people, even where an index over a personal column holds all that is asked for."""

from collections.abc import Iterator

import pytest

from tests.databases import command
from tests.gateway.guards.statements.a_database import Door, twins
from tests.gateway.relay.postgres.a_session import AGate, on_socket
from tests.postgres_server import Server

QUESTION = "select customer_id, client_code from customers"
TEMPTED = {"enable_seqscan": "off", "enable_bitmapscan": "off"}  # a large table would tempt the planner by itself


@pytest.fixture(scope="module")
def doors(postgres_server: Server) -> Iterator[list[Door]]:
    with twins(postgres_server) as doors:
        for door in doors:
            index = "CREATE INDEX by_phone ON customers (phone) INCLUDE (customer_id, client_code)"
            command(postgres_server, index, door.database)
            command(postgres_server, "VACUUM ANALYZE customers", door.database)
        yield doors


def answers(server: Server, doors: list[Door], **more: str) -> set[bytes]:
    found = set()
    for door in doors:
        target = on_socket(server.socket_directory, door.database, settings={**TEMPTED, **more})
        with AGate(target) as gate:
            answer = gate.through(QUESTION)
            assert len(answer.rows) == 20
            found.add(repr(answer.rows).encode())
    return found


def test_R05_the_order_of_an_index_over_personal_columns_is_never_seen(postgres_server: Server, doors: list[Door]):
    assert len(answers(postgres_server, doors)) == 1


def test_without_the_pinned_setting_it_would_be_seen(postgres_server: Server, doors: list[Door]):
    assert len(answers(postgres_server, doors, enable_indexonlyscan="on")) > 1
