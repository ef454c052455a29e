"""A server's certificate is asked for by one administrator and confirmed by another; what answers is shown, not believed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.crypto.server_certificate import print_of
from tests.gateway.cli.town import RISK, Town, told
from tests.gateway.cli.town import a_target as registered
from tests.gateway.relay.postgres.target.a_database import ADatabase, a_database, an_ed25519_key, made


@pytest.fixture(scope="module")
def database() -> Iterator[ADatabase]:
    with a_database() as found:
        yield found


def a_target(town: Town, name: str, database: ADatabase, pem: bytes) -> None:
    file = town.folder / f"{name}.pem"
    file.write_bytes(pem)
    where = ("--protocol", "postgresql", "--address", "127.0.0.1", "--port", str(database.port), "--account", "reader")
    registered(town, name, *where, "--certificate", str(file))


def pins(town: Town, name: str) -> list[str]:
    return [each["sha256"] for each in town.json("target", "show", name)["target"]["certificates"]]


def test_R16_the_certificate_that_answers_is_pinned_by_two_people_and_by_no_one_alone(
    pair: Town, database: ADatabase
) -> None:
    old, pem, _ = made()
    a_target(pair, "db-q", database, pem)
    now, before = print_of(database.certificate), print_of(old)
    looked = pair.run("target", "certificate", "db-q", "--json")
    assert looked.exit_code == 1  # it shows another than the pinned one
    assert now in looked.output
    asked = pair.as_json("ito", "target", "certificate", "db-q", "--ask")
    assert [each["sha256"] for each in asked["pinned"]] == [before]
    assert [(each["sha256"], each["subject"]) for each in asked["shown"]] == [(now, "CN=callcenter-db.example")]
    assert pins(pair, "db-q") == [before]
    assert told(pair.as_("ito", "change", "confirm", asked["change"], "--json"), 1)["code"] == "four-eyes"
    pair.as_json("abe", "change", "confirm", asked["change"])
    assert pins(pair, "db-q") == [now]
    assert pair.run("target", "certificate", "db-q").exit_code == 0
    changed = pair.events("office.committed")[-1]["facts"]["changed"]
    assert "host_keys" not in changed
    assert changed["server_certificates"]["after"][0].startswith(f"{now} CN=callcenter-db.example ")


def test_a_renewal_keeps_the_present_one_beside_the_next(pair: Town, database: ADatabase) -> None:
    old, pem, _ = made()
    a_target(pair, "db-r", database, pem)
    file = pair.folder / "next.pem"
    following, content, _ = made()
    file.write_bytes(content)
    asked = pair.as_json("ito", "target", "certificate", "db-r", "--ask", "--keep", "--file", str(file))
    pair.as_json("abe", "change", "confirm", asked["change"])
    assert pins(pair, "db-r") == [print_of(old), print_of(following)]
    screen = pair.run("target", "show", "db-r").output
    assert "サーバー証明書" in screen
    assert "ホスト鍵" not in screen


def test_each_protocol_has_its_own_verb(pair: Town, database: ADatabase) -> None:
    a_target(pair, "db-s", database, made()[1])
    assert "target certificate" in told(pair.run("target", "host-key", "db-s", "--json"), 1)["en"]
    assert "target host-key" in told(pair.run("target", "certificate", "callcenter-app", "--json"), 1)["en"]


@pytest.mark.parametrize("what", ["ed25519", "over", "key", "rubbish"])
def test_what_cannot_be_pinned_is_refused_by_name(pair: Town, database: ADatabase, what: str) -> None:
    content, words = {
        "ed25519": (made(an_ed25519_key())[1], "Ed25519"),
        "over": (made(days=(-9, -1))[1], "not within its dates"),
        "key": (made()[2] + made()[1], "without any private key"),
        "rubbish": (b"rubbish", "no readable X.509"),
    }[what]
    file = Path(pair.folder / f"{what}.pem")
    file.write_bytes(content)
    where = ("--protocol", "postgresql", "--address", "127.0.0.1", "--port", "5432", "--account", "reader")
    refused = told(
        pair.as_("ito", "target", "add", f"db-{what}", *where, *RISK, "--certificate", str(file), "--json"), 1
    )
    assert refused["code"] == "target.certificate"
    assert words in refused["en"]


def test_a_server_that_does_not_answer_is_not_checked(pair: Town, database: ADatabase) -> None:
    a_target(pair, "db-t", database, made()[1])
    pair.as_json("ito", "target", "change", "db-t", "--port", "1")
    assert pair.run("target", "certificate", "db-t", "--json").exit_code == 2
