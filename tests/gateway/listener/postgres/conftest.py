import pytest

from tests.gateway.listener.postgres.a_database_door import a_database_door


@pytest.fixture
def door(tmp_path):
    """The door, with nobody behind it."""
    with a_database_door(tmp_path) as made:
        yield made
