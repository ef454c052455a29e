"""The manifest of the running demo: everything it names is there and answers, and its people really get in."""

import contextlib
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway.settings.reading import read
from tests.databases import thief
from tests.demo.stand import PROJECT, Said, said, target_of
from tests.demo_stack import PEOPLE, WITH_PASSWORD

pytestmark = pytest.mark.demo


def _log_in(demo: dict[str, Any], person: dict[str, Any], target: str, *words: str, key: str | None = None) -> Said:
    """Stock ssh through the gateway; the code comes from `deploy/demo code`, as a person would read it off a telephone, once."""
    state = Path(demo["state"]).parent
    code = said([f"{PROJECT}/deploy/demo", "--state", str(state), "code", person["username"]]).out.strip()
    ask = state / f"ask-{person['username']}"
    ask.write_text(f"#!/bin/sh\necho {code}\n")
    ask.chmod(0o700)
    door = demo["gateway"]["ssh"]
    command = [
        "ssh",
        "-F",
        "none",
        "-p",
        str(door["port"]),
        "-i",
        person["terminal_key"],
        "-i",
        key or person["ssh_key"],
    ]
    command += ["-o", "IdentitiesOnly=yes", "-o", f"UserKnownHostsFile={state / 'known_hosts'}"]
    command += ["-o", "StrictHostKeyChecking=yes", "-o", "NumberOfPasswordPrompts=1"]
    environment = {**os.environ, "SSH_ASKPASS": str(ask), "SSH_ASKPASS_REQUIRE": "force"}
    where = f"{person['username']}+{target}@{door['host']}"
    ran = subprocess.run(
        [*command, where, *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
        env=environment,
    )
    return Said(ran.returncode, ran.stdout, ran.stderr)


def test_R97_every_path_of_the_manifest_exists(demo: dict[str, Any]) -> None:
    for key in ("state", "witness", "mail", "cli", "settings", "ssh_config", "known_hosts", "complaints"):
        assert Path(demo[key]).exists(), key
    assert not Path(demo["witness"]).is_relative_to(demo["state"])
    for person in demo["people"]:
        assert Path(person["ssh_key"]).is_file()
        assert Path(person["terminal_key"]).is_file()
        for name in ("terminal_cert", "terminal_cert_key"):
            assert Path(person[f"{name}_file"]).read_text() == person[name]
            assert person[name].startswith("-----BEGIN ")


def test_R97_the_cast_is_whole(demo: dict[str, Any]) -> None:
    roles = {person["username"]: person["role"] for person in demo["people"]}
    assert {name for name, role in roles.items() if role == "engineer"} >= {"sato", "suzuki", "tanaka", "e001"}
    assert sum(role == "supervisor" for role in roles.values()) >= 2
    assert {"administrator", "auditor", "client"} <= set(roles.values())
    further = [person for person in demo["people"] if re.fullmatch("e[0-9]{3}", person["username"])]
    assert len(further) == PEOPLE
    assert [bool(person["password"]) for person in further] == [n < WITH_PASSWORD for n in range(PEOPLE)]


def test_R23_the_orders_of_the_manifest(demo: dict[str, Any]) -> None:
    assert demo["work_order"]["engineer"] == "sato"
    modes = {(order["engineer"], tuple(order["targets"])): order["mode"] for order in demo["work_orders"]}
    assert modes["sato", ("callcenter-app", "callcenter-db")] == "shell"
    assert modes["suzuki", ("callcenter-app",)] == "commands"
    assert modes["suzuki", ("callcenter-db",)] == "commands"
    assert modes["tanaka", ("build-host",)] == "commands"
    assert ("tanaka", ("callcenter-app",)) not in modes


def test_R25_the_manifest_says_whose_data_an_order_opens(demo: dict[str, Any]) -> None:
    clients = {(order["engineer"], tuple(order["targets"])): order["clients"] for order in demo["work_orders"]}
    assert clients["suzuki", ("callcenter-db",)] == ["C01", "C02"]
    assert len(clients["sato", ("callcenter-app", "callcenter-db")]) == 69
    assert clients["tanaka", ("build-host",)] == []


def test_R97_a_newcomer_finds_every_story_and_its_files(demo: dict[str, Any]) -> None:
    printed = "\n".join(demo["printed"])
    assert {rule for story in demo["stories"] for rule in story["shows"]} >= {
        "R-05",
        "R-06",
        "R-07",
        "R-25",
        "R-47",
        "R-48",
    }
    for story in demo["stories"]:
        assert all(line in printed for line in story["types"])
        assert story["seen"]["ja"] in printed
        assert story["seen"]["en"] in printed
    for person in demo["people"]:
        if person["username"] in ("sato", "yamada", "kobayashi", "mori"):
            assert person["password"] in printed
    data = target_of(demo, "callcenter-app")["personal_data"]
    log = Path(data["people_log"]).read_text(encoding="utf-8")
    truth = Path(data["truth_csv"]).read_text(encoding="utf-8")
    assert sum(line.split(",")[0] in log for line in truth.splitlines()[1:401]) >= 20


def test_R64_the_canaries_of_the_manifest_are_registered(demo: dict[str, Any]) -> None:
    for canary in demo["canaries"]:
        row = f"{canary['customer_id']},{canary['client']},"
        assert row in Path(target_of(demo, "callcenter-app")["personal_data"]["truth_csv"]).read_text(encoding="utf-8")
    with thief(read(Path(demo["settings"]))) as database:
        kept = {tuple(row) for row in database.exec_driver_sql("SELECT id, client FROM canary")}
    assert {(canary["id"], canary["client"]) for canary in demo["canaries"]} <= kept


def test_the_door_shows_the_pinned_host_key(demo: dict[str, Any]) -> None:
    door = demo["gateway"]["ssh"]
    shown = said(["ssh-keyscan", "-t", "ed25519", "-p", str(door["port"]), door["host"]]).out
    assert door["host_key"].split()[1] in shown


def test_R15_R16_a_person_of_the_manifest_gets_in(demo: dict[str, Any], engineer: dict[str, Any]) -> None:
    answer = _log_in(demo, engineer, "build-host", "id -un; exit 7")
    target = target_of(demo, "build-host")
    assert (answer.status, answer.out.strip()) == (7, target["account"]), answer.err
    assert f"ID person={engineer['username']} session=S-" in Path(target["log"]).read_text()


def test_R97_the_greetings_file_for_openssh_leads_through_the_gateway(demo: dict[str, Any]) -> None:
    state, target = Path(demo["state"]).parent, target_of(demo, "build-host")
    ask = state / "ask-by-file"
    ask.write_text(f"#!/bin/sh\nexec '{PROJECT}/deploy/demo' --state '{state}' code sato 2>/dev/null\n")
    ask.chmod(0o700)
    ran = subprocess.run(
        ["ssh", "-F", str(state / "ssh_config"), "-o", "StrictHostKeyChecking=yes", "build-host", "id -un; exit 7"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "SSH_ASKPASS": str(ask), "SSH_ASKPASS_REQUIRE": "force"},
    )
    assert (ran.returncode, ran.stdout.strip()) == (7, target["account"]), ran.stderr


def test_R15_R16_a_person_of_the_manifest_gets_into_the_database(
    demo: dict[str, Any], engineer_with_password: dict[str, Any]
) -> None:
    person, door = engineer_with_password, demo["gateway"]["postgres"]
    state = Path(demo["state"]).parent
    code = said([f"{PROJECT}/deploy/demo", "--state", str(state), "code", person["username"]]).out.strip()
    where = {
        **door,
        "dbname": target_of(demo, "callcenter-db")["database"],
        "user": f"{person['username']}+callcenter-db",
        "sslmode": "verify-full",
        "sslrootcert": demo["gateway"]["admin_ui"]["ca"],
        "sslcert": person["terminal_cert_file"],
        "sslkey": person["terminal_cert_key_file"],
    }
    ran = subprocess.run(
        ["psql", "-XAt", "-c", "select phone from customers limit 1", " ".join(f"{k}={v}" for k, v in where.items())],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PGPASSWORD": f"{person['password']}{code}"},
    )
    assert ran.returncode == 0, ran.stderr
    assert set(ran.stdout) == set("*-\n")


def test_R18_anothers_key_opens_nothing(demo: dict[str, Any], engineer: dict[str, Any]) -> None:
    sato = next(person for person in demo["people"] if person["username"] == "sato")
    answer = _log_in(demo, engineer, "build-host", "id", key=sato["ssh_key"])
    assert answer.status == 255
    assert answer.out == ""


def test_R01_the_demos_targets_open_to_nobody_directly(demo: dict[str, Any]) -> None:
    target = target_of(demo, "callcenter-app")
    for person in demo["people"][:4]:
        words = ["ssh", "-F", "none", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-i", person["ssh_key"]]
        words += ["-o", "UserKnownHostsFile=/dev/null", "-p", str(target["direct"]["port"])]
        assert said([*words, f"{target['account']}@127.0.0.1", "id"]).status == 255


def test_no_secret_of_the_cast_stands_in_a_log_or_an_argument_list(demo: dict[str, Any]) -> None:
    secrets = [person[key] for person in demo["people"] for key in ("password", "totp_secret") if person[key]]
    logs = b"".join(path.read_bytes() for path in Path(demo["logs"]).iterdir())
    arguments = b"".join(_argument_lists())
    for secret in secrets:
        assert secret.encode() not in logs
        assert secret.encode() not in arguments


def _argument_lists() -> Iterator[bytes]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            yield path.read_bytes()
