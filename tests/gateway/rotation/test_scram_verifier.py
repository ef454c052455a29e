"""The verifier a server is told is the one it would have made itself."""

import base64

import pytest

from gateway.rotation.scram_verifier import verifier_of
from gateway.vocabulary.secret import Secret
from tests.gateway.relay.postgres.target.a_database import PASSWORD, a_database


@pytest.fixture(scope="module")
def database():
    with a_database() as found:
        yield found


def test_R14_a_real_server_makes_the_same_of_the_same_password_and_salt(database):
    kept = database.sql("SELECT rolpassword FROM pg_authid WHERE rolname = 'reader'")
    salt = base64.b64decode(kept.split(":")[1].split("$")[0])
    assert verifier_of(Secret(PASSWORD.encode()), salt) == kept


def test_the_password_is_not_in_it_and_the_salt_is_fresh():
    found = verifier_of(Secret(b"pencil"))
    assert found.startswith("SCRAM-SHA-256$4096:")
    assert "pencil" not in found
    assert found != verifier_of(Secret(b"pencil"))
