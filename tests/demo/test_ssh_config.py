"""What OpenSSH makes of the demo's configuration, and what the greeting prints from it."""

import shlex
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from deploy.demo_stack import greeting, ssh_config
from deploy.demo_stack.cast import Member, gather
from deploy.demo_stack.layout import Layout

ACCOUNTS = {"callcenter-app": "ccapp", "build-host": "ccbuild"}


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    made = Layout(tmp_path / "a state")  # a blank, as some home directories have one
    made.create()
    return made


@pytest.fixture
def people(layout: Layout) -> tuple[Member, ...]:
    return gather(layout.people, 0)


def meant(file: Path, host: str) -> dict[str, list[str]]:
    """What `ssh -F FILE HOST` would do, by OpenSSH's own reading."""
    said = subprocess.run(["ssh", "-G", "-F", str(file), host], check=True, capture_output=True, text=True).stdout
    found: dict[str, list[str]] = {}
    for name, _, value in (line.partition(" ") for line in said.splitlines()):
        found.setdefault(name, []).append(value)
    return found


def test_R97_openssh_reads_it_as_a_jump_through_the_gateway(layout: Layout, people: tuple[Member, ...]) -> None:
    sato = next(each for each in people if each.username == "sato")
    text = ssh_config.config(sato, port=2222, accounts=ACCOUNTS, known_hosts=layout.known_hosts)
    layout.ssh_config.write_text(text)
    for target, account in ACCOUNTS.items():
        found = meant(layout.ssh_config, target)
        assert (found["user"], found["proxyjump"], found["port"]) == ([account], ["gw"], ["22"])
        assert found["identityfile"] == [sato.terminal_key, sato.ssh_key]
        assert found["userknownhostsfile"] == [str(layout.known_hosts)]
        assert found["updatehostkeys"] == ["true"]
        assert found["identitiesonly"] == ["yes"]
    gateway = meant(layout.ssh_config, "gw")
    assert (gateway["user"], gateway["hostname"], gateway["port"]) == (["sato"], ["127.0.0.1"], ["2222"])
    assert gateway.get("proxyjump", ["none"]) == ["none"]


def test_the_authority_vouches_for_the_targets_names_only() -> None:
    own, authority = ssh_config.known(
        port=2222, host_key="ssh-ed25519 AAA", authority="ssh-ed25519 BBB", targets=ACCOUNTS
    ).splitlines()
    assert own == "[127.0.0.1]:2222 ssh-ed25519 AAA"
    assert authority == "@cert-authority callcenter-app,build-host ssh-ed25519 BBB"


def printed(layout: Layout, people: tuple[Member, ...]) -> str:
    host = SimpleNamespace(name="host", port=22)
    centre = SimpleNamespace(layout=layout, app=host, build_host=host, database=host)
    sekisho = SimpleNamespace(
        layout=layout, ssh_port=2222, postgres_port=5432, cli=Path("/opt/sekisho/.venv/bin/sekisho"), separates=True,
        office_url="https://localhost:8443", office_authority=Path("/x"),
    )  # fmt: skip
    order = SimpleNamespace(wish=SimpleNamespace(ends_at=datetime(2026, 11, 22, 16, 30, tzinfo=UTC)))
    told = SimpleNamespace(centre=centre, sekisho=sekisho, cast=people, orders=[order], stories=[])
    return greeting.greeting(cast(Any, told))


def test_R97_what_is_printed_can_be_pasted(layout: Layout, people: tuple[Member, ...]) -> None:
    text = printed(layout, people)
    lines = [
        shlex.split(line) for line in text.splitlines() if line.startswith(("    ssh ", "    scp ", "    export "))
    ]
    file = str(layout.ssh_config)
    assert ["ssh", "-F", file, "callcenter-app"] in lines
    assert ["ssh", "-F", file, "gw"] in lines
    assert ["scp", "-F", file, "/etc/os-release", "build-host:"] in lines
    of_sato, of_suzuki = [line for line in lines if "-p" in line]
    assert of_sato[-3:] == ["-o", "UpdateHostKeys=yes", "sato+callcenter-app@127.0.0.1"]
    assert of_suzuki[-3:] == ["-o", "UpdateHostKeys=yes", "suzuki+callcenter-app@127.0.0.1"]
    assert str(layout.people / "suzuki") in of_suzuki[4]
    (exported,) = [line for line in lines if line[0] == "export"]
    assert exported[1:] == [f"SEKISHO_SETTINGS={layout.settings}", "PATH=/opt/sekisho/.venv/bin:$PATH"]
    assert "\n    sekisho session list\n" in text
    assert str(layout.gateway / "recordings") in text


def test_times_are_japans(layout: Layout, people: tuple[Member, ...]) -> None:
    assert "11-23 01:30 JST" in printed(layout, people)
