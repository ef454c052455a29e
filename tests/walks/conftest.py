import pytest

from tests.demo_stack import colleague
from tests.walks.clients import Client
from tests.walks.database import DatabaseClient
from tests.walks.office import Sekisho


@pytest.fixture
def client(demo, engineer, tmp_path):
    """A fresh engineer with a free-shell order, at his own terminal."""
    return Client(demo, engineer, tmp_path)


@pytest.fixture
def client_with_password(demo, engineer_with_password, tmp_path):
    return Client(demo, engineer_with_password, tmp_path)


@pytest.fixture(scope="session")
def shared_login(demo, tmp_path_factory):
    """One engineer whose one log-in at the database door serves this worker's tests: the further ones are grants."""
    shared = DatabaseClient(demo, colleague(demo), tmp_path_factory.mktemp("shared-login"))
    shared.connect().close()  # his words hold from here on
    return shared


@pytest.fixture
def database(shared_login, tmp_path):
    """The database as an engineer has it who logged in before; his budget is everybody's, so read few rows."""
    shared_login.folder = tmp_path
    return shared_login


@pytest.fixture
def fresh_database(demo, engineer_with_password, tmp_path):
    """The same for an engineer nobody has logged in as: to lock, freeze or cut him."""
    return DatabaseClient(demo, engineer_with_password, tmp_path)


@pytest.fixture
def stranger_client(demo, tmp_path):
    """Somebody who never comes past the log-in: the client company's contact."""
    person = next(one for one in demo["people"] if one["username"] == "hoshimi")
    return DatabaseClient(demo, person, tmp_path)


@pytest.fixture
def sekisho(demo):
    return Sekisho(demo)
