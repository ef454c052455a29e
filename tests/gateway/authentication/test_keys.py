import pytest

from gateway.authentication.events import KeyFault
from gateway.authentication.keys import GoodKey, fault_of, judged
from gateway.authentication.ledger import Factor, Ledger
from gateway.authentication.ports import KeyKind, KeyOwner
from gateway.vocabulary.identity import Standing
from tests.gateway.authentication.a_door import a_terminal

AT_TERMINAL = Ledger().after(Factor.TERMINAL_KEY)


def a_persons(name: str, standing: Standing = Standing.ACTIVE) -> KeyOwner:
    return KeyOwner(kind=KeyKind.PERSON, owner_id=f"P-{name}", name=name, standing=standing)


@pytest.mark.parametrize(
    ("owner", "ledger", "expected"),
    [
        (None, Ledger(), KeyFault.UNREGISTERED),
        (a_terminal("T-7"), Ledger(), Factor.TERMINAL_KEY),
        (a_terminal("T-7", Standing.SUSPENDED), Ledger(), KeyFault.TERMINAL_SUSPENDED),
        (a_terminal("T-7", Standing.REVOKED), Ledger(), KeyFault.TERMINAL_REVOKED),
        (a_terminal("T-7"), AT_TERMINAL, KeyFault.NOT_WANTED_NOW),
        (a_persons("sato"), Ledger(), Factor.PERSON_KEY),
        (a_persons("sato"), AT_TERMINAL, Factor.PERSON_KEY),
        (a_persons("suzuki"), AT_TERMINAL, KeyFault.OTHER_PERSON),
        (a_persons("Sato"), Ledger(), KeyFault.OTHER_PERSON),
        (a_persons("sato"), Ledger().after(Factor.PERSON_KEY), KeyFault.NOT_WANTED_NOW),
    ],
)
def test_R18_a_key_leads_on_only_for_whom_it_is_registered(owner, ledger, expected):
    found = judged(b"blob", owner, "sato", ledger)
    assert (found.factor if isinstance(found, GoodKey) else found) == expected


def test_R18_a_terminal_named_like_the_person_is_still_a_terminal():
    owner = KeyOwner(kind=KeyKind.TERMINAL, owner_id="T-7", name="sato", standing=Standing.ACTIVE)
    found = judged(b"blob", owner, "sato", AT_TERMINAL)
    assert found is KeyFault.NOT_WANTED_NOW


def test_that_a_person_is_suspended_is_not_told_by_his_key():
    assert fault_of(a_persons("sato", Standing.SUSPENDED), "sato") is None
