"""The target's own log names the person, and nobody gets there but through the gateway (R-01, R-14, R-15)."""

import re
import subprocess
from pathlib import Path

import psycopg
import pytest

from tests.walks.clients import SECONDS, new_key

ACCEPTED = re.compile(r"Accepted publickey for (\S+) .* ID person=(\S+) session=(\S+) order=(\S+) \(serial")


def _target(demo, name):
    return next(one for one in demo["targets"] if one["name"] == name)


def test_R15_the_targets_own_log_names_person_session_and_order(demo, client, sekisho):
    assert client.ssh("build-host", "true").returncode == 0
    (session,) = sekisho.sessions_of(client.username)
    target = _target(demo, "build-host")
    log = ACCEPTED.findall(Path(target["log"]).read_text(errors="replace"))
    mine = [line for line in log if line[1] == client.username]
    assert mine == [(target["account"], client.username, session["id"], session["order"])]


@pytest.mark.parametrize("name", ["callcenter-app", "build-host"])
@pytest.mark.parametrize("way", ["own key", "terminal's key", "password", "stranger's certificate"])
def test_R01_no_log_in_around_the_gateway(demo, tmp_path, name, way):
    sato = next(one for one in demo["people"] if one["username"] == "sato")
    target = _target(demo, name)
    askpass = tmp_path / "askpass"
    askpass.write_text(f"#!/bin/sh\necho {sato['password']}\n")
    askpass.chmod(0o700)
    offered = {"own key": sato["ssh_key"], "terminal's key": sato["terminal_key"]}.get(way)
    if way == "stranger's certificate":
        offered = _certified_by_a_stranger(tmp_path, target["account"])
    words = ["-i", offered] if offered else ["-o", "PubkeyAuthentication=no"]
    ran = subprocess.run(
        [
            "ssh", "-F", "none", "-p", str(target["direct"]["port"]), *words, "-o", "IdentitiesOnly=yes",
            "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "NumberOfPasswordPrompts=1",
            f"{target['account']}@{target['direct']['host']}", "echo inside",
        ],
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "SSH_ASKPASS": str(askpass), "SSH_ASKPASS_REQUIRE": "force"},
        capture_output=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert ran.returncode == 255
    assert b"Permission denied" in ran.stderr
    assert b"inside" not in ran.stdout


def _certified_by_a_stranger(folder, account):
    authority, key = new_key(folder, "authority"), new_key(folder, "key")
    sign = ["ssh-keygen", "-q", "-s", authority, "-I", "person=sato session=S order=WO", "-n", account, f"{key}.pub"]
    subprocess.run(sign, check=True, timeout=SECONDS)
    return key


def test_R01_no_log_in_to_the_database_around_the_gateway(demo):
    sato = next(one for one in demo["people"] if one["username"] == "sato")
    target = _target(demo, "callcenter-db")
    for user in ("reader", "postgres", "sato"):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(
                host=target["direct"]["host"], port=target["direct"]["port"], dbname=target["database"],
                user=user, password=sato["password"], connect_timeout=10,
            )  # fmt: skip
