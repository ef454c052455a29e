"""A vaulted password is changed when its session is over: within seconds the old one fails and the next session works (R-14)."""

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from gateway.crypto import openssh
from gateway.keeper import public_keys
from gateway.relay.ssh import command
from gateway.settings.reading import read
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import LoginWay
from tests.databases import kept_in
from tests.found_in import found_in
from tests.gateway.relay.ssh.a_target import Sshd, a_real_target
from tests.gateway.rotation.a_unix_account import a_unix_account, may_make_one
from tests.walks.clients import Client, eventually
from tests.walks.newcomer import newcomer
from tests.walks.office import Sekisho
from tests.walks.test_office_cli import RISK

pytestmark = pytest.mark.skipif(not may_make_one(), reason="a throw-away account and chpasswd need root")
FIRST = "first password of all"
SECONDS = 20


@dataclass
class Switch:
    """An sshd that knows one account's password and the gateway's authority, registered as a target; and who may work there."""

    name: str
    account: str
    sshd: Sshd
    sekisho: Sekisho
    client: Client

    def lets_in(self, password: str) -> bool:
        target = replace(self.sshd.target(), login=LoginWay.VAULTED_PASSWORD)
        return command.lets_in(target, self.account, Secret(password.encode()))

    @property
    def rotation(self) -> dict[str, Any]:
        found: dict[str, Any] = self.shown["rotation"]
        return found

    @property
    def shown(self) -> dict[str, Any]:
        found: dict[str, Any] = self.sekisho.json("target", "show", self.name)["target"]
        return found

    def events(self, kind: str) -> list[dict[str, Any]]:
        return [each for each in self.sekisho.events("--kind", kind) if each["data"].get("target") == self.name]

    def work(self, *words: str) -> Any:
        one_login = [
            "-o",
            f"ControlPath={self.client.folder}/cm",
            "-o",
            "ControlMaster=auto",
            "-o",
            "ControlPersist=90",
        ]
        return self.client.ssh(self.name, *words, options=one_login)


@pytest.fixture
def switch(demo: dict[str, Any], sekisho: Sekisho, tmp_path: Path) -> Iterator[Switch]:
    username = f"new{secrets.token_hex(3)}"
    person = newcomer(sekisho, tmp_path, username, name="更新 試", kana="コウシン タメシ", number=f"R-{username}")
    folder = tmp_path / "sshd"
    folder.mkdir()
    with (
        a_unix_account(FIRST) as account,
        a_real_target(folder, f"Match User {account}\n  PasswordAuthentication yes") as sshd,
    ):
        authority = public_keys.read(Path(demo["state"], "public", "keys.json")).session_ca
        (folder / "ca.pub").write_text(authority + "\n")
        (folder / "host_key.pub").write_text(openssh.line(sshd.host_key) + "\n")
        switch = Switch(f"switch-{secrets.token_hex(3)}", account, sshd, sekisho, Client(demo, person, tmp_path))
        register(switch, person, folder)
        yield switch
        switch.client.ssh(switch.name, options=["-o", f"ControlPath={tmp_path}/cm", "-O", "exit"], answer="none")
        sekisho.json("target", "suspend", switch.name)


def register(switch: Switch, person: dict[str, Any], folder: Path) -> None:
    where = ("--address", "127.0.0.1", "--port", str(switch.sshd.port), "--host-key", str(folder / "host_key.pub"))
    how = ("--account", switch.account, "--login", "vaulted-password", "--management", "root")
    free = ("--free-until", "2099-01-31", "--free-declared-by", "yamada")
    more = (*free, *RISK, "--password-stdin")
    added = switch.sekisho.json("target", "add", switch.name, *where, *how, *more, say=[FIRST])
    # its host key, by a second administrator
    switch.sekisho.json("change", "confirm", added["change"], by=switch.sekisho.administrator())
    order = switch.sekisho.json(
        "order", "request", "--target", switch.name, "--purpose", "failure", "--mode", "shell", "--hours", "1",
        "--reason", "試験", by=person,
    )["order"]["id"]  # fmt: skip
    for supervisor in switch.sekisho.supervisors(2):
        standing = switch.sekisho.json("order", "approve", order, by=supervisor)["order"]["standing"]
        if standing == "approved":
            return


def test_R14_after_the_session_the_old_password_fails_and_the_next_session_works(switch: Switch) -> None:
    assert switch.lets_in(FIRST)
    assert switch.work("id", "-un").stdout.decode().strip() == switch.account
    began = time.monotonic()
    eventually(lambda: switch.rotation["done_at"], SECONDS)
    assert time.monotonic() - began < SECONDS
    assert not switch.lets_in(FIRST)

    again = switch.work("echo", "still here")
    assert again.stdout == b"still here\n", again.stderr
    kinds = [each["kind"] for each in switch.sekisho.events(limit=1000) if each["data"].get("target") == switch.name]
    for kind in ("key.used", "rotation.asked", "rotation.prepared", "rotation.done"):
        assert kind in kinds
    assert kinds.index("rotation.asked") < kinds.index("rotation.prepared") < kinds.index("rotation.done")
    uses = [each["data"]["use"] for each in switch.events("key.used")]
    assert {"vaulted-password", "rotation-password", "rotation-certificate"} <= set(uses)
    eventually(lambda: len(switch.events("rotation.done")) >= 2, SECONDS)


def test_R14_nothing_is_changed_while_somebody_works_there(switch: Switch) -> None:
    with switch.client.shell(switch.name) as shell:
        shell.expect(r"\$ ")
        switch.sekisho.json("target", "rotate", switch.name)
        time.sleep(3)
        assert switch.rotation["due"] is not None
        assert switch.lets_in(FIRST)
        shell.line("exit")
        shell.wait()
    eventually(lambda: switch.rotation["done_at"], SECONDS)
    assert not switch.lets_in(FIRST)


def test_R14_a_rotation_the_target_refuses_closes_it_until_an_administrator_mends_it(switch: Switch) -> None:
    (switch.sshd.directory / "ca.pub").write_text(openssh.line(openssh.new_pair().public) + "\n")
    switch.sekisho.json("target", "rotate", switch.name)
    eventually(lambda: switch.shown["standing"] == "suspended", SECONDS)
    assert switch.events("rotation.failed")[-1]["data"]["reason"] == "refused"
    assert switch.rotation["failed"] == "refused"
    refused = switch.work("id")
    assert refused.returncode != 0
    assert switch.account.encode() not in refused.stdout
    assert switch.lets_in(FIRST)

    state = Path(switch.client.demo["state"])
    authority = public_keys.read(state / "public" / "keys.json").session_ca
    (switch.sshd.directory / "ca.pub").write_text(authority + "\n")
    switch.sekisho.json("target", "rotate", switch.name)
    switch.sekisho.json("target", "resume", switch.name)
    eventually(lambda: switch.rotation["done_at"], SECONDS)
    assert not switch.lets_in(FIRST)
    assert switch.work("id", "-un").stdout.decode().strip() == switch.account


def test_R14_no_password_of_it_stands_anywhere(demo: dict[str, Any], switch: Switch) -> None:
    assert switch.work("env").returncode == 0
    eventually(lambda: switch.rotation["done_at"], SECONDS)
    logs = "".join(path.read_text(errors="replace") for path in Path(demo["logs"]).glob("*.log"))
    assert FIRST not in logs + switch.sshd.log + str(switch.sekisho.events(limit=2000))
    kept = kept_in(read(Path(demo["settings"])))
    assert found_in(kept, FIRST.encode()) == []
    assert found_in(kept, switch.name.encode()), "what is kept is found"
