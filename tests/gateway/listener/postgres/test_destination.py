import pytest

from gateway.authentication.login_name import LoginName
from gateway.listener.postgres import words
from gateway.listener.postgres.destination import database_of
from gateway.relay.postgres.wire.opening import StartupMessage
from gateway.vocabulary.outcome import Text
from tests.gateway.authorization.a_request import the_policy

NAME = LoginName(username="sato", target="callcenter-db")


def asked(name: LoginName = NAME, **parameters: str) -> str | Text:
    startup = StartupMessage(parameters={"user": "sato+callcenter-db", **parameters})
    return database_of(startup, name, the_policy().columns)


def test_the_database_that_was_named() -> None:
    assert asked(database="postgres") == "postgres"


@pytest.mark.parametrize("parameters", [{}, {"database": ""}, {"database": "sato+callcenter-db"}])
def test_without_one_the_only_one_the_catalogue_knows(parameters: dict[str, str]) -> None:
    """libpq sends the user's name where none was named."""
    (file,) = the_policy().columns.of_target("callcenter-db")
    assert asked(**parameters) == file.database


@pytest.mark.parametrize("name", [LoginName(username="sato"), LoginName(username="sato", target="unknown-db")])
def test_where_none_is_known_one_must_be_named(name: LoginName) -> None:
    assert asked(name) == words.which_database([])


@pytest.mark.parametrize("database", ["x" * 64, "データ" * 8, "a\nb", "a\x1b[31m", "a\u202eb", "x" * 10_000])
def test_a_name_that_is_none(database: str) -> None:
    assert asked(database=database) == words.BAD_DATABASE


@pytest.mark.parametrize("database", ["x" * 63, "顧客管理", "Odd-Name 2"])
def test_names_as_databases_have_them(database: str) -> None:
    assert asked(database=database) == database
