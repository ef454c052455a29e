from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.gateway.registrar.scene import Scene


@pytest.fixture
def database_kind() -> str:
    """SQLite; test_databases.py asks for both."""
    return "sqlite"


@pytest.fixture
def scene(database: Engine, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(database, tmp_path)
    made.seed()
    yield made
    made.stop()
