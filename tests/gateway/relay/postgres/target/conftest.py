"""The real database, one for all files here that run in one process."""

from collections.abc import Iterator

import pytest

from tests.gateway.relay.postgres.target.a_database import ADatabase, a_database


@pytest.fixture(scope="session")
def database() -> Iterator[ADatabase]:
    with a_database() as found:
        yield found
