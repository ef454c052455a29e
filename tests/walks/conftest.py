import pytest

from tests.walks.clients import Client
from tests.walks.office import Sekisho


@pytest.fixture
def client(demo, engineer, tmp_path):
    """A fresh engineer with a free-shell order, at his own terminal."""
    return Client(demo, engineer, tmp_path)


@pytest.fixture
def client_with_password(demo, engineer_with_password, tmp_path):
    return Client(demo, engineer_with_password, tmp_path)


@pytest.fixture
def sekisho(demo):
    return Sekisho(demo)
