import pytest
from sqlalchemy import text

from gateway.settings.reading import SettingsRefused, read
from gateway.storage.engine import reading, writing
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring.database import Use, open_database
from gateway.wiring.init import initialise
from tests.databases import server_database
from tests.gateway.wiring.a_service import CHOSEN


def a_state_on(url, folder, name):
    roles = {process: f"{name}_{process}" for process in ("keeper", "registrar", "office", "worker")}
    chosen = {**CHOSEN, "state": {**CHOSEN.get("state", {}), "database": url, "database_roles": roles}}
    return initialise(
        settings_file=folder / "s.toml",
        state=folder / "state",
        witness=folder / "witness",
        policies=folder / "policies",
        chosen=chosen,
    ).settings


def test_R44_each_process_has_a_role_of_its_own_and_none_rewrites_the_journal(postgres_server, tmp_path):
    with server_database(postgres_server) as url:
        settings = a_state_on(url, tmp_path, f"sekisho_{tmp_path.name[-8:].lower().replace('-', '_')}")
        for process in ("keeper", "registrar", "worker"):
            engine = open_database(settings, process, Use.READS)
            try:
                with reading(engine) as connection:
                    role = connection.execute(text("SELECT current_user")).scalar_one()
                assert role.endswith(f"_{process}")
                with pytest.raises(GatewayFault), writing(engine) as connection:
                    connection.exec_driver_sql("DELETE FROM journal")
            finally:
                engine.dispose()


def test_roles_are_refused_for_a_file(tmp_path):
    file = tmp_path / "s.toml"
    file.write_text(
        '[state]\ndirectory = "state"\nwitness = "w"\ndatabase_roles = {keeper = "k"}\n[policies]\ndirectory = "p"\n'
    )
    with pytest.raises(SettingsRefused, match="database_roles is for PostgreSQL"):
        read(file)
