"""What a target must look like: every objection at once, each by its field."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gateway.vocabulary.target import FreeOfPersonalData, Importance, LoginWay, Protocol, RiskEntry
from gateway.wiring.office_target_rules import Register, is_address, objections
from tests.gateway.authorization.a_request import a_target
from tests.gateway.relay.postgres.target.a_database import an_ed25519_key, made

TODAY = date(2026, 11, 22)
REGISTER = Register(clients=frozenset({"C-01", "C-02"}), people=frozenset({"yamada"}), today=TODAY)
ROW = RiskEntry(owner="yamada", importance=Importance.HIGH, people=0, risk="r", measure="m", review_on=TODAY)
GOOD = a_target(risk=ROW)
CERTIFICATE = made()[0]
DATABASE = replace(
    GOOD, protocol=Protocol.POSTGRESQL, address="db.example", host_keys=(CERTIFICATE,), login=LoginWay.VAULTED_PASSWORD
)


def test_a_good_target_meets_no_objection() -> None:
    assert objections(GOOD, REGISTER) == ()
    assert objections(DATABASE, REGISTER) == ()
    assert objections(replace(DATABASE, login=LoginWay.CERTIFICATE), REGISTER) == ()
    for address in ("127.0.0.1", "::1", "localhost"):
        assert objections(replace(DATABASE, address=address, host_keys=()), REGISTER) == ()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "Host"}, "name"),
        ({"address": "ssh://x"}, "address"),
        ({"port": 0}, "port"),
        ({"port": 65536}, "port"),
        ({"accounts": ()}, "accounts"),
        ({"accounts": ("a", "a")}, "accounts"),
        ({"accounts": tuple(f"a{n}" for n in range(33))}, "accounts"),
        ({"accounts": ("root; id",)}, "accounts"),
        ({"management": "Root"}, "management"),
        ({"host_keys": ()}, "host_keys"),
        ({"host_keys": (b"k",) * 9}, "host_keys"),
        ({"drop_folder": "../etc"}, "drop_folder"),
        ({"drop_folder": "incoming"}, "drop_folder"),
        ({"clients": ("C-99",)}, "clients"),
        ({"clients": ("C-01", "C-01")}, "clients"),
        ({"free": FreeOfPersonalData(declared_by="nobody", until=TODAY)}, "free_declared_by"),
        ({"free": FreeOfPersonalData(declared_by="yamada", until=date(2026, 11, 21))}, "free_until"),
        ({"risk": replace(ROW, owner="nobody")}, "risk_owner"),
        ({"risk": replace(ROW, risk="")}, "risk"),
        ({"risk": replace(ROW, measure="x" * 501)}, "risk_measure"),
        ({"risk": replace(ROW, people=-1)}, "risk_people"),
        ({"risk": replace(ROW, review_on=date(2026, 11, 21))}, "risk_review_on"),
    ],
)
def test_one_thing_wrong_is_one_objection_beside_its_field(wrong: dict[str, Any], field: str) -> None:
    assert [each.field for each in objections(replace(GOOD, **wrong), REGISTER)] == [field]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"host_keys": ()}, "host_keys"),
        ({"host_keys": (), "address": "127.0.0.1", "login": LoginWay.CERTIFICATE}, "host_keys"),
        ({"host_keys": (b"k",)}, "host_keys"),
        ({"host_keys": (made(an_ed25519_key())[0],)}, "host_keys"),
        ({"host_keys": (CERTIFICATE,) * 9}, "host_keys"),
        ({"login": LoginWay.VAULTED_KEY}, "login"),
        ({"management": "root"}, "management"),
        ({"drop_folder": "incoming"}, "drop_folder"),
        ({"accounts": ("Role with spaces",)}, "accounts"),
    ],
)
def test_a_database_has_a_certificate_and_roles_and_nothing_of_a_host(wrong: dict[str, Any], field: str) -> None:
    assert [each.field for each in objections(replace(DATABASE, **wrong), REGISTER)] == [field]


def test_everything_wrong_is_said_at_once() -> None:
    wrong = replace(GOOD, name="X", address="", accounts=(), clients=("C-9",), host_keys=())
    assert len(objections(wrong, REGISTER)) == 5


@pytest.mark.parametrize("text", ["192.0.2.1", "::1", "2001:db8::7", "host", "a-b.example.jp", "x" * 63])
def test_an_address(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a b",
        "-a",
        "a-",
        "a..b",
        ".a",
        "h:22",
        "[::1]",
        "ssh://h",
        "h/x",
        "u@h",
        "h\n",
        "x" * 64,
        "ａ",
        "h\x00",
    ],
)
def test_no_address(text: str) -> None:
    assert not is_address(text)
