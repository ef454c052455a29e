import pytest
from sqlalchemy import text

from gateway.settings.reading import SettingsRefused, read
from gateway.storage.engine import HELD_OFF_MILLISECONDS_MAX, open_engine, reading, writing
from gateway.storage.rights import RIGHTS, Process
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring.database import (
    Use,
    address_of,
    commit_seconds,
    held_lock,
    open_database,
    owners_address,
    roles_of,
    wait_milliseconds,
)
from tests.databases import state_settings
from tests.gateway.wiring.a_service import a_state

OPENING = [process for process in Process if RIGHTS[process]]


@pytest.fixture
def settings(tmp_path):
    return a_state(tmp_path, more={"state": state_settings("postgresql")}).settings


def test_R44_each_process_has_a_role_of_its_own_and_none_rewrites_the_journal(settings):
    for process in OPENING:
        engine = open_database(settings, process, Use.WRITES)
        try:
            with reading(engine) as connection:
                assert connection.execute(text("SELECT current_user")).scalar_one() == f"sekisho_{process}"
            with pytest.raises(GatewayFault), writing(engine) as connection:
                connection.exec_driver_sql("DELETE FROM journal")
        finally:
            engine.dispose()


def test_R44_a_role_with_more_than_its_process_is_to_have_opens_nothing(settings):
    engine = open_engine(settings.database)
    with writing(engine) as connection:
        connection.exec_driver_sql("GRANT UPDATE ON work_order TO sekisho_keeper")
    engine.dispose()
    with pytest.raises(GatewayFault, match="too much: UPDATE work_order"):
        open_database(settings, "keeper", Use.READS)


def test_R44_the_owner_serves_nobody(settings):
    """Whoever names the owner of the tables as a process's role is refused by `init`, and by the process itself."""
    owner = str(open_engine(settings.database).url.username)
    state = settings.state.model_copy(update={"database_roles": {"registrar": owner}})
    with pytest.raises(GatewayFault, match="too much"):
        open_database(settings.model_copy(update={"state": state}), "registrar", Use.WRITES)


def written(folder, *lines):
    """Settings of a server that is not asked."""
    file = folder / "s.toml"
    state = ('directory = "state"', 'witness = "w"', 'database = "postgresql://owner@localhost/x"', *lines)
    file.write_text("\n".join(["[state]", *state, "[policies]", 'directory = "p"']))
    return read(file)


def test_names_may_be_chosen_and_the_rest_keep_theirs(tmp_path):
    found = roles_of(written(tmp_path, 'database_roles = {worker = "another"}'))
    assert found[Process.WORKER] == "another"
    assert found[Process.KEEPER] == "sekisho_keeper"
    assert set(found) == set(OPENING)


def test_each_role_shows_its_own_credentials_and_the_owner_his(tmp_path):
    folder = tmp_path / "credentials"
    folder.mkdir()
    for name in ("owner", "keeper"):
        (folder / f"{name}.pgpass").touch(0o600)
    mine = written(tmp_path, 'database_credentials = "credentials"')
    assert "keeper.pgpass" in address_of(mine, "keeper")
    assert "pgpass" not in address_of(mine, "registrar")
    assert "owner.pgpass" in owners_address(mine)


def test_a_file_knows_no_roles(tmp_path):
    settings = a_state(tmp_path, more={"state": {}}).settings
    assert roles_of(settings) == {}
    assert address_of(settings, "keeper") == owners_address(settings) == settings.database
    assert held_lock(settings, "registrar", "node1") is None


@pytest.mark.parametrize("line", ['database_roles = {keeper = "k"}', 'database_credentials = "c"'])
def test_roles_and_credentials_are_refused_for_a_file(tmp_path, line):
    file = tmp_path / "s.toml"
    file.write_text(f'[state]\ndirectory = "state"\nwitness = "w"\n{line}\n[policies]\ndirectory = "p"\n')
    with pytest.raises(SettingsRefused, match="is for PostgreSQL"):
        read(file)


def a_file(folder, *lines):
    """Settings of a SQLite file that is not there."""
    file = folder / "f.toml"
    file.write_text(
        "\n".join(["[state]", 'directory = "state"', 'witness = "w"', *lines, "[policies]", 'directory = "p"'])
    )
    return read(file)


def test_R11_a_commit_has_its_time_by_what_keeps_the_records_and_a_lock_is_waited_for_less_long(tmp_path):
    file, server = a_file(tmp_path), written(tmp_path)
    assert commit_seconds(file) == 3.0
    assert commit_seconds(server) == 6.0
    for settings in (file, server):
        assert wait_milliseconds(settings) < 1000 * commit_seconds(settings) < 10_000 - 500
    assert wait_milliseconds(server) > HELD_OFF_MILLISECONDS_MAX, "the lock of a node that stands still is free first"
    assert commit_seconds(a_file(tmp_path, "commit_seconds = 7.5")) == 7.5


@pytest.mark.parametrize("chosen", ["0.5", "9.0"])
def test_R11_no_setting_leaves_less_than_ten_seconds_or_cuts_at_every_breath(tmp_path, chosen):
    with pytest.raises(SettingsRefused):
        a_file(tmp_path, f"commit_seconds = {chosen}")


def test_R11_a_server_is_not_given_less_than_it_needs_to_free_a_lock(tmp_path):
    with pytest.raises(GatewayFault, match="vanished"):
        commit_seconds(written(tmp_path, "commit_seconds = 3.0"))
