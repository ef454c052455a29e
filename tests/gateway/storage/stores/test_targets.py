from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from gateway.storage.engine import writing
from gateway.storage.stores.targets import Targets, TargetSecrets
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.target import Importance, LoginWay, RiskEntry
from tests.gateway.storage.samples import target


def test_R76_the_row_of_the_risk_register_is_read_back_whole(database):
    risk = RiskEntry(
        owner="yamada",
        importance=Importance.HIGH,
        people=9_280_000,
        risk="持ち出し",
        measure="閲覧のみ",
        review_on=date(2027, 3, 31),
    )
    with writing(database) as connection:
        assert Targets(connection).add(replace(target(), risk=risk))
        assert Targets(connection).get("callcenter-app").risk == risk
        assert Targets(connection).change(target())
        assert Targets(connection).get("callcenter-app").risk is None


@pytest.mark.parametrize("free", [True, False])
def test_a_target_is_read_back_whole(database, free):
    with writing(database) as connection:
        assert Targets(connection).add(target(free=free))
        assert Targets(connection).get("callcenter-app") == target(free=free)
        assert Targets(connection).get("none") is None


def test_id_and_name_are_unique_and_never_change(database):
    with writing(database) as connection:
        targets = Targets(connection)
        assert targets.add(target())
        assert not targets.add(replace(target(), id="TG-2"))
        assert not targets.add(replace(target(), name="other"))
        assert not targets.change(replace(target(), name="other"))
        assert not targets.change(replace(target(), id="TG-2"))
        changed = replace(target(free=True), port=2222, accounts=(), standing=Standing.SUSPENDED, host_keys=(b"new",))
        assert targets.change(changed)
        assert targets.get("callcenter-app") == changed


def test_the_secret_of_the_way_in_use(database):
    with writing(database) as connection:
        targets, secrets = Targets(connection), TargetSecrets(connection)
        targets.add(target())
        assert secrets.get("callcenter-app") is None
        assert not targets.put_secret("TG-none", "vaulted-password", b"x")
        assert targets.put_secret("TG-callcenter-app", "vaulted-key", b"key")
        assert secrets.get("callcenter-app") is None
        assert targets.put_secret("TG-callcenter-app", "vaulted-password", b"old")
        assert targets.put_secret("TG-callcenter-app", "vaulted-password", b"password")
        assert secrets.get("callcenter-app") == b"password"
        targets.change(replace(target(), login=LoginWay.VAULTED_KEY))
        assert secrets.get("callcenter-app") == b"key"
        assert secrets.get("none") is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("protocol", "telnet"),
        ("login", "none"),
        ("encoding", "utf8"),
        ("standing", "free"),
        ("host_keys", '["zz"]'),
        ("host_keys", "null"),
        ("accounts", '{"app":true}'),
        ("clients", "[1]"),
    ],
)
def test_a_row_that_is_not_understood_names_table_column_and_id(database, column, value):
    with writing(database) as connection:
        Targets(connection).add(target())
        connection.execute(text(f"UPDATE target SET {column} = :value"), {"value": value})
        with pytest.raises(GatewayFault, match=f"row TG-callcenter-app of table target .* column {column} "):
            Targets(connection).get("callcenter-app")


@pytest.mark.parametrize(
    "change", ["port = 0", "port = 65536", "free_until = '2027-01-01'", "free_declared_by = 'P-1'"]
)
def test_the_database_refuses_half_a_declaration_and_no_port(database, change):
    with pytest.raises(GatewayFault), writing(database) as connection:
        Targets(connection).add(target())
        connection.execute(text(f"UPDATE target SET {change}"))
