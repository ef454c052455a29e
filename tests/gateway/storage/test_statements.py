import pytest
from sqlalchemy import select

from gateway.storage.engine import reading, writing
from gateway.storage.statements import changed, insert_new, one, put, there_is
from gateway.storage.tables import CLIENT, CREDENTIAL, TERMINAL
from gateway.vocabulary.outcome import GatewayFault

TERMINAL_ROW = {"id": "T-1", "name": "pc-01", "site": "x", "owner": "x", "standing": "active"}


def test_insert_new_says_no_for_any_taken_unique_key(database):
    with writing(database) as connection:
        assert insert_new(connection, TERMINAL, TERMINAL_ROW)
        assert not insert_new(connection, TERMINAL, TERMINAL_ROW | {"name": "pc-02"})
        assert not insert_new(connection, TERMINAL, TERMINAL_ROW | {"id": "T-2"})
        assert insert_new(connection, TERMINAL, TERMINAL_ROW | {"id": "T-2", "name": "pc-02"})


@pytest.mark.parametrize("broken", [{"site": None}, {"id": None}])
def test_insert_new_does_not_swallow_any_other_refusal(database, broken):
    with pytest.raises(GatewayFault), writing(database) as connection:
        insert_new(connection, TERMINAL, TERMINAL_ROW | broken)


def test_insert_new_does_not_swallow_a_missing_reference(database):
    with pytest.raises(GatewayFault), writing(database) as connection:
        insert_new(connection, CREDENTIAL, {"person_id": "nobody", "kind": "totp", "sealed": b"x"})


def test_put_inserts_or_sets(database):
    with writing(database) as connection:
        put(connection, CLIENT, {"id": "C-1", "name": "before"})
        put(connection, CLIENT, {"id": "C-2", "name": "other"})
        put(connection, CLIENT, {"id": "C-1", "name": "after"})
    with reading(database) as connection:
        assert connection.execute(select(CLIENT.c.id, CLIENT.c.name).order_by(CLIENT.c.id)).all() == [
            ("C-1", "after"),
            ("C-2", "other"),
        ]


def test_one_and_there_is_and_changed(database):
    with writing(database) as connection:
        insert_new(connection, CLIENT, {"id": "C-1", "name": "x"})
        assert one(connection, select(CLIENT).where(CLIENT.c.id == "C-1")) == {
            "id": "C-1",
            "name": "x",
            "kana": None,
            "contact": None,
        }
        assert one(connection, select(CLIENT).where(CLIENT.c.id == "C-2")) is None
        assert there_is(connection, CLIENT.c.id == "C-1")
        assert not there_is(connection, CLIENT.c.id == "C-2")
        assert changed(connection, CLIENT.update().where(CLIENT.c.id == "C-1").values(name="y"))
        assert not changed(connection, CLIENT.update().where(CLIENT.c.id == "C-2").values(name="y"))
