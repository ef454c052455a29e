"""The real server, one for all files here that run in one process."""

from collections.abc import Iterator

import pytest

from tests.gateway.relay.postgres.wire.a_server import AServer, running


@pytest.fixture(scope="session")
def server() -> Iterator[AServer]:
    with running() as server:
        yield server
