"""An administrator has a database's schema read and gets a file to classify by; a DBA compares his own listing in a pipeline."""

import csv
import io
import json
import threading
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from gateway.authorization.columns.reading import SCHEMA_QUERY, Reading, Told
from gateway.authorization.columns.reading import told as read_rows
from gateway.ipc.client import LastingCaller
from gateway.keeper.database_clients import CatalogueLogin
from gateway.registrar.client import Schemas
from gateway.relay.reaching import UNREACHABLE, Unreachable
from gateway.settings.reading import read
from gateway.wiring.places import places
from gateway.worker.readings import Readings
from tests.gateway.cli.town import Town, a_target, told

DB = "callcenter-db"
ROWS: list[tuple[str, ...]] = [
    ("public", "client", "r", "code", "text", "true", ""),
    ("public", "client", "r", "name", "text", "true", ""),
    *(
        ("public", "customers", "r", name, "text", "true", "")
        for name in ("customer_id", "client_code", "name", "kana")
    ),
    *(("public", "customers", "r", name, "text", "true", "") for name in ("phone", "email", "postal", "address")),
    ("public", "customers", "r", "birth_date", "date", "false", ""),
    ("public", "customers", "r", "line_id", "text", "true", ""),
    ("public", "customers", "r", "card_number", "text", "true", ""),
]
NEW = ("public", "問合せ", "r", "顧客名", "text", "false", "")
ODD = ("public", "order items", "r", 'a"b\u202e', "text", "false", "")
WHERE = ("--protocol", "postgresql", "--address", "127.0.0.1", "--port", "5432", "--account", "reader")


@pytest.fixture
def database(pair: Town) -> Town:
    """`callcenter-db` is registered, once for all tests of the town."""
    if DB not in {each["name"] for each in pair.json("target", "list")["targets"]}:
        a_target(pair, DB, *WHERE, "--login", "vaulted-password", text="vault me\n")
    return pair


@contextmanager
def a_worker(town: Town, answer: Callable[[Reading], Told]) -> Iterator[list[Reading]]:
    """A worker that answers so; what it was given to read."""
    seen: list[Reading] = []

    def reads(reading: Reading, login: Any) -> Told:
        seen.append(reading)
        login.password()
        return answer(reading)

    keeper, registrar = (
        LastingCaller(places(read(town.settings)).door(name, "worker")) for name in ("keeper", "registrar")
    )
    readings = Readings(
        register=Schemas(registrar),
        login_of=lambda each: CatalogueLogin(keeper, target=each.target.name, account=each.account),
        read=reads,
    )
    over = threading.Event()
    thread = threading.Thread(target=readings.run, args=(lambda _: over.wait(0.02),), daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join(10)
        for line in (keeper, registrar):
            line.close()


def answering(*rows: tuple[str, ...]) -> Callable[[Reading], Told]:
    return lambda _: read_rows(rows)


def test_R05_the_schema_is_read_by_the_worker_in_the_administrators_name(database: Town) -> None:
    with a_worker(database, answering(*ROWS, NEW)) as seen:
        found = database.as_("ito", "target", "catalogue", DB)
    assert found.exit_code == 0, found.output
    assert [(each.target.name, each.account, each.database) for each in seen] == [(DB, "reader", "callcenter")]
    file = tomllib.loads(found.stdout)
    assert file["database"] == "callcenter"
    assert {table["name"] for table in file["table"]} == {"client", "customers", "問合せ"}
    assert file["classified_by"] == ""
    assert "新しい/new 1" in found.stderr
    (asked,) = database.events("catalogue.read")
    assert (asked["by_username"], asked["target"], asked["account"]) == ("ito", DB, "reader")
    (use,) = [each for each in database.events("key.used") if each["use"] == "catalogue-password"]
    assert use["person"] == database.people["ito"].id
    assert database.events("catalogue.told")[-1]["columns"] == len(ROWS) + 1
    assert "vault me" not in found.output + str(database.events())


def test_R05_check_ends_with_1_while_something_wants_classifying(database: Town) -> None:
    with a_worker(database, answering(*ROWS)):
        assert database.as_("ito", "target", "catalogue", DB, "--check").exit_code == 0
    with a_worker(database, answering(*ROWS, NEW)):
        found = database.as_("ito", "target", "catalogue", DB, "--check")
    assert found.exit_code == 1
    assert "public.問合せ.顧客名" in found.stdout
    assert "personal" in found.stdout


def test_what_has_a_name_no_file_holds_is_told_and_does_not_fail(database: Town) -> None:
    with a_worker(database, answering(*ROWS, ODD)):
        found = database.as_("ito", "target", "catalogue", DB, "--check")
    assert found.exit_code == 0
    assert "\u202e" not in found.output
    assert "not writable: 1" in found.output


def test_a_changed_type_and_what_is_gone_are_told(database: Town) -> None:
    changed = [(*row[:4], "jsonb", *row[5:]) if row[3] == "client_code" else row for row in ROWS]
    with a_worker(database, answering(*changed[1:])):
        found = database.as_("ito", "target", "catalogue", DB, "--check", "--json")
    assert found.exit_code == 1
    catalogue = json.loads(found.stdout)["catalogue"]
    assert [(each["differs"], each["column"]) for each in catalogue["differences"]] == [
        ("type", "client_code"),
        ("gone", "code"),
    ]
    assert (catalogue["fit"], catalogue["file"]) == (False, "policies/columns/callcenter.toml")


def test_a_database_without_a_file_is_proposed_whole(database: Town) -> None:
    with a_worker(database, answering(NEW)) as seen:
        found = database.as_json("ito", "target", "catalogue", DB, "--database", "billing")["catalogue"]
    assert seen[0].database == "billing"
    assert (found["file"], found["fit"]) == (None, False)
    (table,) = tomllib.loads(found["text"])["table"]
    assert table["column"]["顧客名"]["kind"] == "name"


def test_R05_only_an_administrator_has_it_read(database: Town) -> None:
    with a_worker(database, answering(*ROWS)) as seen:
        assert told(database.as_("yamada", "target", "catalogue", DB, "--json"), 1)["code"] == "role.missing"
        assert told(database.run("target", "catalogue", DB, "--json"), 1)["code"] == "entry.nobody"
    assert seen == []


def test_what_keeps_it_from_being_read_is_said(database: Town) -> None:
    def away(_: Reading) -> Told:
        raise Unreachable("x", UNREACHABLE)

    with a_worker(database, away):
        found = told(database.as_("ito", "target", "catalogue", DB, "--json"), 1)
    assert (found["code"], found["ja"]) == ("catalogue.not-read", UNREACHABLE.ja)
    assert database.events("catalogue.told")[-1]["failed"] == "unreachable"


def test_what_is_no_database_is_said(database: Town) -> None:
    assert (
        told(database.as_("ito", "target", "catalogue", "callcenter-app", "--json"), 1)["code"] == "catalogue.protocol"
    )
    assert told(database.as_("ito", "target", "catalogue", "nowhere", "--json"), 1)["code"] == "target.absent"
    other = database.as_("ito", "target", "catalogue", DB, "--account", "owner", "--json")
    assert told(other, 1)["code"] == "target.not_available"


def listing(rows: Any, header: bool = True) -> str:
    out = io.StringIO()
    written = csv.writer(out, lineterminator="\n")
    if header:
        written.writerow(["nspname", "relname", "relkind", "attname", "format_type", "attnotnull", "col_description"])
    written.writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("header", [True, False])
def test_a_dbas_pipeline_compares_his_own_listing_in_nobodys_name(database: Town, header: bool) -> None:
    asked = ("target", "catalogue", DB, "--check", "--listing", "-")
    assert database.run(*asked, text=listing(ROWS, header)).exit_code == 0
    found = database.run(*asked, text=listing([*ROWS, NEW], header))
    assert (found.exit_code, "public.問合せ.顧客名" in found.stdout) == (1, True)


@pytest.mark.parametrize("text", ["x\n", 'a,"b\n', ",,,,,,\n", "public,t,r,c,text,perhaps,\n", "a" * 20_000])
def test_a_listing_that_is_none_is_refused_never_taken_for_a_shorter_one(database: Town, text: str) -> None:
    asked = ("target", "catalogue", DB, "--check", "--listing", "-", "--json")
    assert told(database.run(*asked, text=text), 1)["code"] == "catalogue.listing"


def test_the_statement_for_a_listing_is_printed(database: Town) -> None:
    assert database.run("target", "catalogue", DB, "--query").stdout.strip() == SCHEMA_QUERY.strip()
