import pytest

from gateway.authentication.events import KeyFault
from gateway.authentication.keys import fault_of
from gateway.authentication.ports import KeyKind, KeyOwner
from gateway.vocabulary.identity import Standing
from tests.gateway.authentication.a_door import a_terminal


def a_persons(name: str, standing: Standing = Standing.ACTIVE) -> KeyOwner:
    return KeyOwner(kind=KeyKind.PERSON, owner_id=f"P-{name}", name=name, standing=standing)


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        (a_terminal("T-7"), None),
        (a_terminal("T-7", Standing.SUSPENDED), KeyFault.TERMINAL_SUSPENDED),
        (a_terminal("T-7", Standing.REVOKED), KeyFault.TERMINAL_REVOKED),
        (a_persons("sato"), None),
        (a_persons("suzuki"), KeyFault.OTHER_PERSON),
        (a_persons("Sato"), KeyFault.OTHER_PERSON),
    ],
)
def test_R18_a_key_is_good_only_for_whom_it_is_registered(owner, expected):
    assert fault_of(owner, "sato") is expected


def test_that_a_person_is_suspended_is_not_told_by_his_key():
    assert fault_of(a_persons("sato", Standing.SUSPENDED), "sato") is None
