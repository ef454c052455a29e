import pytest
from sqlalchemy import event

from gateway.storage.durability import require_durable
from gateway.vocabulary.outcome import GatewayFault


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=False)
def test_our_own_connections_are_durable(database):
    require_durable(database)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=False)
@pytest.mark.parametrize("pragma", ["synchronous=NORMAL", "foreign_keys=OFF"])
def test_a_weaker_setting_is_named(database, pragma):
    event.listen(database, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}"))
    with pytest.raises(GatewayFault, match=pragma.split("=")[0]):
        require_durable(database)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=False)
def test_a_server_that_does_not_sync_is_refused(database):
    with pytest.raises(GatewayFault, match="fsync=off"):
        require_durable(database)
