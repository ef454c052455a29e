"""The office's verbs as people type them, against running services: changing, two signatures, leaving (R-16, R-20, R-22)."""

import json
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from tests.walks.clients import Client, eventually, new_key
from tests.walks.newcomer import newcomer
from tests.walks.office import Sekisho

WORK = ("--purpose", "failure", "--personal-data", "--mode", "shell", "--hours", "1", "--reason", "試験")


RISK = (
    "--risk-owner", "yamada", "--risk-importance", "low", "--risk-people", "0", "--risk", "試験", "--risk-measure", "試験",
    "--risk-review-on", "2099-03-31",
)  # fmt: skip


@pytest.fixture
def administrator(sekisho: Sekisho) -> dict[str, Any]:
    """One of the demo's; the demo operator is the other hand of each change that needs two."""
    return sekisho.administrator()


@pytest.fixture
def somebody(demo: dict[str, Any], sekisho: Sekisho, tmp_path: Path) -> dict[str, Any]:
    username = f"new{secrets.token_hex(3)}"
    return newcomer(sekisho, tmp_path, username, name="新規 太郎", kana="シンキ タロウ", number=f"O-{username}")


def refused(sekisho: Sekisho, *words: str, **more: Any) -> str:
    ran = sekisho.run(*words, "--json", **more)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    return str(json.loads(ran.stdout)["refused"]["code"])


def ordered(sekisho: Sekisho, person: dict[str, Any]) -> None:
    """An approved order of his own for a shell on the call centre."""
    wish = ("order", "request", "--target", "callcenter-app", "--client", "C01", *WORK)
    order = sekisho.json(*wish, by=person)["order"]["id"]
    for supervisor in sekisho.supervisors(2):
        sekisho.json("order", "approve", order, by=supervisor)


def test_R16_a_factor_is_reset_by_two_different_people(
    sekisho: Sekisho, administrator: dict[str, Any], somebody: dict[str, Any]
) -> None:
    asked = sekisho.json("person", "code", somebody["username"])
    fresh = {**somebody, "totp_secret": parse_qs(urlparse(asked["totp_uri"]).query)["secret"][0]}
    listed = ("order", "request", "--target", "callcenter-app", "--client", "C01", *WORK)
    assert refused(sekisho, *listed, by=fresh) == "entry.wrong"
    assert refused(sekisho, "change", "confirm", asked["change"]) == "four-eyes"
    assert sekisho.json("change", "confirm", asked["change"], by=administrator)["change"]["standing"] == "confirmed"
    assert sekisho.json(*listed, by=fresh)["order"]["standing"] == "asked"
    assert refused(sekisho, *listed, by=somebody) == "entry.wrong"
    text = json.dumps(sekisho.events(limit=1000))
    assert fresh["totp_secret"] not in text
    assert "新規 太郎" not in text


def test_R20_a_leavers_session_ends_and_neither_key_nor_password_opens_anything(
    demo: dict[str, Any], sekisho: Sekisho, somebody: dict[str, Any], tmp_path: Path
) -> None:
    ordered(sekisho, somebody)
    client = Client(demo, somebody, tmp_path)
    with client.shell("callcenter-app") as shell:
        shell.expect(r"\$ ")
        sekisho.json("person", "revoke", somebody["username"])
        assert shell.wait() != 0
    (session,) = eventually(lambda: [one for one in sekisho.sessions_of(somebody["username"]) if one["ended_at"]])
    assert session["end_reason"]
    assert refused(sekisho, "person", "resume", somebody["username"]) == "revoked.for-good"
    again = client.ssh("callcenter-app", "-tt", password=somebody["password"])
    assert again.returncode != 0
    keys = sekisho.json("person", "show", somebody["username"])["person"]["keys"]
    assert keys
    assert all(key["revoked_at"] for key in keys)


def test_R18_a_terminal_suspended_opens_nothing_until_it_is_resumed(
    demo: dict[str, Any], sekisho: Sekisho, engineer: dict[str, Any], tmp_path: Path
) -> None:
    client, name = Client(demo, engineer, tmp_path), f"pc-{engineer['username']}"
    sekisho.json("terminal", "suspend", name)
    refused_there = client.ssh("build-host", "true")
    assert refused_there.returncode != 0
    sekisho.json("terminal", "resume", name)
    assert client.ssh("build-host", "echo", "back").stdout == b"back\n"


def test_R22_what_an_administrator_may_not_do_alone_or_at_all(
    sekisho: Sekisho, administrator: dict[str, Any], somebody: dict[str, Any]
) -> None:
    asked = sekisho.json("person", "change", somebody["username"], "--role", "supervisor", by=administrator)
    assert sekisho.json("person", "show", somebody["username"])["person"]["roles"] == ["engineer"]
    sekisho.json("change", "withdraw", asked["change"])
    assert refused(sekisho, "change", "confirm", asked["change"]) == "proposal.over"
    assert refused(sekisho, "person", "revoke", "mori") == "last.holder"


def test_R16_a_targets_new_host_key_is_pinned_by_two(
    sekisho: Sekisho, administrator: dict[str, Any], tmp_path: Path
) -> None:
    name, key = f"host-{secrets.token_hex(3)}", new_key(tmp_path, "host")
    where = ("--address", "127.0.0.1", "--port", "22", "--account", "app", "--host-key", f"{key}.pub")
    added = sekisho.json("target", "add", name, *where, *RISK)
    assert refused(sekisho, "target", "show", name) == "target.absent"
    sekisho.json("change", "confirm", added["change"], by=administrator)
    old = added["target"]["host_keys"]
    other = new_key(tmp_path, "other")
    asked = sekisho.json("target", "host-key", name, "--ask", "--file", f"{other}.pub")
    assert sekisho.json("target", "show", name)["target"]["host_keys"] == old
    sekisho.json("change", "confirm", asked["change"], by=administrator)
    assert sekisho.json("target", "show", name)["target"]["host_keys"] == asked["shown"] != old
    sekisho.json("target", "suspend", name)
