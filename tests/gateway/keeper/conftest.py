"""Fixtures for the keeper's tests; the hostile tests of the keeper use the same (imported by name)."""

import pytest

from gateway.keeper import custody
from tests.gateway.keeper.world import World, copy_of_keys


@pytest.fixture(scope="session")
def fresh_keys(tmp_path_factory):
    directory = tmp_path_factory.mktemp("state") / "keeper"
    custody.create(directory)
    return directory


@pytest.fixture
def keys(fresh_keys, tmp_path):
    """A private copy of a key directory."""
    copy_of_keys(fresh_keys, tmp_path)
    return tmp_path / "keeper"


@pytest.fixture
def world(keys):
    made = World(keys.parent)
    yield made
    made.close()
