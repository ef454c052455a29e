"""What the database's administrator is given: SQL and pg_hba.conf lines, for what is registered and classified."""

import pytest

from tests.gateway.cli.town import Town, told
from tests.gateway.cli.town import a_target as registered
from tests.gateway.relay.postgres.target.a_database import made


@pytest.fixture(scope="module")
def classified(pair: Town) -> Town:
    """With a target whose database the shipped policy classifies; another file of this run may have registered it."""
    if any(each["name"] == "callcenter-db" for each in pair.json("target", "list")["targets"]):
        return pair
    file = pair.folder / "role.pem"
    file.write_bytes(made()[1])
    where = ("--protocol", "postgresql", "--address", "db.example", "--port", "5432", "--account", "reader")
    registered(pair, "callcenter-db", *where, "--certificate", str(file))
    return pair


def test_R04_the_classified_tables_are_the_default(classified: Town) -> None:
    gate = ("--gateway", "192.0.2.7")
    found = classified.json("target", "role-sql", "callcenter-db", "--database", "callcenter", *gate)
    assert '"public"."customers"' in found["sql"]
    target = classified.json("target", "show", "callcenter-db")["target"]
    kind = "hostssl" if target["certificates"] else "host"
    role, by_certificate = target["accounts"][0], target["login"] == "certificate"
    assert found["role"] == role
    assert found["pg_hba"][0].startswith(f'{kind} "callcenter"')
    assert found["pg_hba"][0].endswith("192.0.2.7/32 " + ("cert clientname=CN" if by_certificate else "scram-sha-256"))
    assert found["pg_hba"][1:] == [f'local all "{role}" reject', f'host all "{role}" all reject']


def test_tables_may_be_named_and_the_parts_printed_apart(classified: Town) -> None:
    words = ("target", "role-sql", "callcenter-db", "--database", "other", "--table", "sales.orders")
    assert 'GRANT SELECT ON "sales"."orders" TO ' in classified.run(*words, "--sql-only").output
    assert "hba" not in classified.run(*words, "--sql-only").output
    assert classified.run(*words, "--hba-only", "--gateway", "192.0.2.0/24").output.startswith("host")
    assert "-- hba: host" in classified.run(*words, "--gateway", "::1").output


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--database", "nobody-classified"), "target.role"),
        (("--database", "callcenter", "--role", "postgres"), "target.role"),
        (("--database", "callcenter", "--table", "customers"), "target.role"),
        (("--database", "callcenter", "--table", "public." + "x" * 64), "target.role"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(classified: Town, words: tuple[str, ...], code: str) -> None:
    assert told(classified.run("target", "role-sql", "callcenter-db", *words, "--json"), 1)["code"] == code


def test_a_host_has_no_such_role(classified: Town) -> None:
    assert (
        told(classified.run("target", "role-sql", "callcenter-app", "--database", "x", "--json"), 1)["code"]
        == "target.host-key"
    )
