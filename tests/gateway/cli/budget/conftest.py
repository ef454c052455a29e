from collections.abc import Iterator

import pytest

from tests.gateway.cli.budget.at_the_database import AtTheDatabase
from tests.gateway.cli.town import Town


@pytest.fixture
def at_the_database(town: Town, order: str) -> Iterator[AtTheDatabase]:
    made = AtTheDatabase(town, order)
    yield made
    made.end()
