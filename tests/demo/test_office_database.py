"""Sekisho's own PostgreSQL in the demo: chosen once, known by its users, gone with the demo."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.callcentre.accounts import Account, own_account
from deploy.demo_stack.layout import Layout
from deploy.demo_stack.lifetime import Refused
from deploy.demo_stack.office_database import Kind, OfficeDatabase, _identities, chosen
from gateway.storage.rights import RIGHTS, Process
from tests.demo.stand import Stand, alive, processes, stand

BY_HAND = {Process.OFFICE, Process.BACKUP, Process.AUDITOR}
OWN_USER = [process for process in Process if RIGHTS[process] and process not in BY_HAND]


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path)


def test_the_kind_is_that_of_the_first_start_ever_after(layout: Layout) -> None:
    assert chosen(layout, None) is Kind.SQLITE
    assert chosen(layout, Kind.POSTGRESQL) is Kind.POSTGRESQL
    layout.settings.touch()
    assert chosen(layout, None) is Kind.SQLITE
    with pytest.raises(Refused, match="sqlite"):
        chosen(layout, Kind.POSTGRESQL)
    layout.office_database.mkdir()
    assert chosen(layout, None) is Kind.POSTGRESQL
    with pytest.raises(Refused, match="postgresql"):
        chosen(layout, Kind.SQLITE)


def test_a_path_too_long_for_a_socket_is_refused(tmp_path: Path) -> None:
    account = Account("nobody", 65534, 65534, Path("/"))
    with pytest.raises(Refused, match="shorter --state"):
        OfficeDatabase(layout=Layout(tmp_path / ("x" * 100)), account=account).prepare(separates=False)


def test_R44_each_process_is_known_by_its_own_user_and_nobody_of_them_is_the_owner() -> None:
    known = _identities(separates=True)
    processes = {role: user for user, role in known if user.startswith("sekisho-")}
    assert processes.pop("sekisho_office") == "sekisho-admin_ui"
    assert processes == {f"sekisho_{process}": f"sekisho-{process}" for process in OWN_USER}
    here = own_account().name
    assert {role for user, role in known if user == here} == {"sekisho_owner", "sekisho_office", "sekisho_backup"}
    every = {f"sekisho_{process}" for process in Process if RIGHTS[process]} - {"sekisho_auditor"}
    assert {role for _, role in _identities(separates=False)} == {*every, "sekisho_owner"}


@pytest.fixture
def demo_of_its_own() -> Iterator[Stand]:
    with stand() as built:
        built.with_gateway = True
        yield built


def sekisho(manifest: dict[str, object], *words: str) -> dict[str, object]:
    environment = {"PATH": os.environ["PATH"], "SEKISHO_SETTINGS": str(manifest["settings"])}
    command = [sys.executable, "-m", "gateway", *words, "--json"]
    answer: dict[str, object] = json.loads(
        subprocess.run(command, env=environment, capture_output=True, check=True).stdout
    )
    return answer


@pytest.mark.long
@pytest.mark.timeout(400)
def test_R44_the_demo_runs_on_postgresql_is_ended_with_it_and_goes_on_there(demo_of_its_own: Stand) -> None:
    manifest = demo_of_its_own.start("--database=postgresql")
    assert not (Path(str(manifest["state"])) / "db").exists(), "no SQLite file"
    assert sekisho(manifest, "database", "roles")["holds"] is True
    before = sekisho(manifest, "audit", "verify")
    running = processes(demo_of_its_own)
    assert demo_of_its_own.stop(signal.SIGINT) == 0
    assert alive(running) == []
    after = sekisho(demo_of_its_own.start(), "audit", "verify")
    assert (before["outcome"], after["outcome"]) == ("holds", "holds")
    assert demo_of_its_own.stop(signal.SIGINT) == 0
