"""Gates before databases that are alike in everything but what is personal."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.gateway.guards.statements.a_database import twins
from tests.gateway.relay.postgres.a_session import AGate, on_socket
from tests.oracle.a_witness import Witness
from tests.postgres_server import Server


@pytest.fixture(scope="package")
def witness(postgres_server: Server) -> Iterator[Witness]:
    with ExitStack() as opened:
        doors = opened.enter_context(twins(postgres_server))
        gates = []
        for door in doors:
            target = on_socket(postgres_server.socket_directory, door.database)
            gates.append(opened.enter_context(AGate(target)))
        yield Witness(doors, gates)
