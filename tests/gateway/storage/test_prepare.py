import pytest

from gateway.storage.engine import open_engine, reading
from gateway.storage.prepare import prepare
from gateway.storage.revision import require_current
from gateway.storage.stores.people import People
from gateway.vocabulary.outcome import GatewayFault


def test_prepared_once_or_twice_it_is_current_and_empty(database_url):
    for _ in range(2):
        prepare(database_url)
    engine = open_engine(database_url)
    require_current(engine)
    with reading(engine) as connection:
        assert not People(connection).any()
    engine.dispose()


def test_a_url_that_is_not_supported_makes_nothing(tmp_path):
    with pytest.raises(GatewayFault):
        prepare(f"sqlite:///{tmp_path}/a.sqlite3?mode=memory")
    assert list(tmp_path.iterdir()) == []
