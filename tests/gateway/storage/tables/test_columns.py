import pytest
from sqlalchemy import select, text

from gateway.storage.engine import reading, writing
from gateway.storage.tables import CLIENT, USED_CODE, metadata
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.storage.samples import add_person


def test_text_is_ordered_by_bytes_on_both_engines(database):
    ids = ["a", "B", "a-b", "ab", "ä", "a.b", "あ", "Z", "_"]
    with writing(database) as connection:
        connection.execute(CLIENT.insert(), [{"id": id_, "name": ""} for id_ in ids])
        found = connection.execute(select(CLIENT.c.id).order_by(CLIENT.c.id)).scalars().all()
    assert found == sorted(ids, key=str.encode)


def test_whole_numbers_reach_to_the_largest_step(database, cipher):
    with writing(database) as connection:
        add_person(connection, cipher, "sato")
        connection.execute(USED_CODE.insert().values(person_id="P-sato", step=2**63 - 1, at=""))
        assert connection.execute(select(USED_CODE.c.step)).scalar_one() == 2**63 - 1


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_sqlite_converts_nothing(database):
    with pytest.raises(GatewayFault, match="cannot store"), writing(database) as connection:
        connection.execute(text("INSERT INTO client (id, name) VALUES (x'00', 'name')"))


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_every_sqlite_table_is_strict(database):
    with reading(database) as connection:
        strict = {row.name: row.strict for row in connection.execute(text("PRAGMA table_list"))}
    assert all(strict[name] for name in metadata.tables)
