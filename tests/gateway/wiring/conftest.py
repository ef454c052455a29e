"""The town, its order and its recording, for tests of the office."""

import pytest

from tests.gateway.cli.conftest import order, recorded, town
from tests.gateway.wiring.a_service import a_service

__all__ = ["order", "recorded", "town"]


@pytest.fixture(scope="session")
def both_doors(tmp_path_factory):
    """`sekisho serve` with nobody registered, for tests that leave it as it was."""
    with a_service(tmp_path_factory.mktemp("service")) as running:
        yield running
