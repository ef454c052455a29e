import json

import pytest
from click.testing import CliRunner

from gateway.cli.main import command
from gateway.storage.engine import open_engine, writing
from gateway.storage.rights import RIGHTS, Process
from tests.databases import state_settings
from tests.gateway.wiring.a_service import a_state

OPENING = [str(process) for process in Process if RIGHTS[process]]


@pytest.fixture
def settings(tmp_path):
    return a_state(tmp_path, more={"state": state_settings("postgresql")}).settings


def sekisho(settings, *words):
    return CliRunner().invoke(command(), ["database", "roles", *words], env={"SEKISHO_SETTINGS": str(settings.file)})


def test_R44_every_role_is_listed_and_what_differs_is_named(settings):
    said = sekisho(settings)
    assert said.exit_code == 0, said.output
    assert [line.split()[1] for line in said.output.splitlines()[1:]] == [f"sekisho_{process}" for process in OPENING]
    engine = open_engine(settings.database)
    with writing(engine) as connection:
        connection.exec_driver_sql("GRANT UPDATE ON journal TO sekisho_registrar")
        connection.exec_driver_sql("REVOKE SELECT ON node FROM sekisho_auditor")
        connection.exec_driver_sql("ALTER TABLE journal DISABLE TRIGGER ALL")
    engine.dispose()
    said = sekisho(settings)
    assert said.exit_code == 1
    assert "UPDATE journal" in said.output
    assert "SELECT node" in said.output
    assert "・journal: 変更を防ぐトリガーがありません / its trigger against changes is gone" in said.output
    told = json.loads(sekisho(settings, "--json").stdout)
    assert (told["holds"], told["unguarded"]) == (False, ["journal"])
    found = {role["process"]: (role["more"], role["less"]) for role in told["roles"]}
    assert found == dict.fromkeys(OPENING, ([], [])) | {
        "registrar": (["UPDATE journal"], []),
        "auditor": ([], ["SELECT node"]),
    }


def test_an_sqlite_file_has_none(tmp_path):
    said = sekisho(a_state(tmp_path, more={"state": {}}).settings, "--json")
    assert said.exit_code == 2
    assert "SQLite" in said.output
