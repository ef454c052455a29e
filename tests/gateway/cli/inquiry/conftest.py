from collections.abc import Iterator

import pytest

from tests.gateway.cli.inquiry.a_reader import Reader
from tests.gateway.cli.town import Town


@pytest.fixture
def reader(town: Town, order: str) -> Iterator[Reader]:
    """sato, reading the customers' table."""
    made = Reader(town, order)
    yield made
    made.end()
