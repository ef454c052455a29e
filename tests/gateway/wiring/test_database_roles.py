import pytest

from gateway.storage.engine import open_engine, writing
from gateway.storage.rights import RIGHTS, Process
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring.database_roles import judged
from tests.databases import state_settings
from tests.gateway.wiring.a_service import a_state


@pytest.fixture
def settings(tmp_path):
    return a_state(tmp_path, more={"state": state_settings("postgresql")}).settings


def test_R44_what_init_leaves_is_right_and_repeating_it_puts_right_what_is_not(settings):
    found = judged(settings)
    assert found.are_right
    assert [role.name for role in found.roles] == [f"sekisho_{process}" for process in Process if RIGHTS[process]]
    engine = open_engine(settings.database)
    with writing(engine) as connection:
        connection.exec_driver_sql("GRANT DELETE ON approval TO sekisho_office")
        connection.exec_driver_sql("ALTER TABLE checkpoint DISABLE TRIGGER ALL")
    engine.dispose()
    found = judged(settings)
    assert not found.are_right
    (wrong,) = [role for role in found.roles if not role.is_right]
    assert wrong.difference.more == ("DELETE approval",)
    assert found.unguarded == ("checkpoint",)
    a_state(settings.file.parent)
    assert all(role.is_right for role in judged(settings).roles)


def test_a_role_nobody_made_is_named(settings):
    state = settings.state.model_copy(update={"database_roles": {"worker": "nobody_of_this_name"}})
    found = judged(settings.model_copy(update={"state": state}))
    (missing,) = [role for role in found.roles if role.difference is None]
    assert missing.name == "nobody_of_this_name"
    assert not found.are_right


def test_an_sqlite_file_has_none(tmp_path):
    with pytest.raises(GatewayFault, match="no roles"):
        judged(a_state(tmp_path, more={"state": {}}).settings)
