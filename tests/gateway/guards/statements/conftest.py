"""One database for all tests of this folder that a pytest worker runs."""

from collections.abc import Iterator

import pytest

from tests.gateway.guards.statements.a_database import Door, a_door
from tests.postgres_server import Server


@pytest.fixture(scope="session")
def door(postgres_server: Server) -> Iterator[Door]:
    with a_door(postgres_server) as door:
        yield door
