from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.databases import USUAL
from tests.gateway.registrar.scene import Scene


@pytest.fixture
def database_kind() -> str:
    """The usual one; test_databases.py asks for both."""
    return USUAL


@pytest.fixture
def scene(database: Engine, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(database, tmp_path)
    made.seed()
    yield made
    made.stop()
