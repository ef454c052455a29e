"""The manifest of the running demo: everything it names is there and answers, and its people really get in."""

import contextlib
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.demo.stand import PROJECT, Said, said, target_of
from tests.demo_stack import PEOPLE, WITH_PASSWORD

pytestmark = pytest.mark.demo


def _log_in(demo: dict[str, Any], person: dict[str, Any], target: str, *words: str, key: str | None = None) -> Said:
    """Stock ssh through the gateway; the code comes from `deploy/demo code`, as a person would read it off a telephone."""
    state = Path(demo["state"]).parent
    ask = state / f"ask-{person['username']}"
    ask.write_text(f"#!/bin/sh\nexec '{PROJECT}/deploy/demo' --state '{state}' code {person['username']} 2>/dev/null\n")
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
    for key in ("state", "witness", "mail", "cli", "settings"):
        assert Path(demo[key]).exists(), key
    assert not Path(demo["witness"]).is_relative_to(demo["state"])
    for person in demo["people"]:
        assert Path(person["ssh_key"]).is_file()
        assert Path(person["terminal_key"]).is_file()


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
    assert modes["tanaka", ("build-host",)] == "commands"
    assert ("tanaka", ("callcenter-app",)) not in modes


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
