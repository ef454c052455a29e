"""A gate to a real database whose personal values can be known by any piece of them (`guards/statements/a_database.py`)."""

from collections.abc import Iterator

import pytest

from tests.gateway.guards.statements.a_database import a_door
from tests.gateway.relay.postgres.a_session import AGate, ATarget, on_socket
from tests.postgres_server import Server


@pytest.fixture(scope="session")
def a_target(postgres_server: Server) -> Iterator[ATarget]:
    """A database of this worker's own."""
    with a_door(postgres_server) as door:
        yield on_socket(postgres_server.socket_directory, door._connection.info.dbname)


@pytest.fixture
def gate(a_target: ATarget) -> Iterator[AGate]:
    """A gate to it."""
    with AGate(a_target) as gate:
        yield gate
