import pytest

from gateway.authentication.events import KeyFault
from gateway.authentication.good_key import GoodKey, judged
from gateway.authentication.ledger import Factor, Ledger
from gateway.authentication.shown_keys import ShownKey
from tests.gateway.authentication.a_door import a_terminal
from tests.gateway.authentication.test_keys import a_persons

AT_TERMINAL = Ledger().after(Factor.TERMINAL_KEY)


def shown(owner, fault=None):
    return ShownKey(blob=b"shown", key=b"key", owner=owner, fault=fault)


@pytest.mark.parametrize(
    ("owner", "ledger", "expected"),
    [
        (None, Ledger(), KeyFault.UNREGISTERED),
        (a_terminal("T-7"), Ledger(), Factor.TERMINAL_KEY),
        (a_terminal("T-7"), AT_TERMINAL, KeyFault.NOT_WANTED_NOW),
        (a_persons("sato"), Ledger(), Factor.PERSON_KEY),
        (a_persons("sato"), AT_TERMINAL, Factor.PERSON_KEY),
        (a_persons("sato"), Ledger().after(Factor.PERSON_KEY), KeyFault.NOT_WANTED_NOW),
    ],
)
def test_R18_a_key_leads_on_only_from_where_it_is_wanted(owner, ledger, expected):
    found = judged(shown(owner), ledger)
    assert (found.factor if isinstance(found, GoodKey) else found) == expected


def test_R18_what_speaks_against_a_key_is_what_is_said_of_it():
    assert judged(shown(a_terminal("T-7"), KeyFault.TERMINAL_REVOKED), Ledger()) is KeyFault.TERMINAL_REVOKED


def test_a_good_key_keeps_what_was_shown_and_the_key_in_it():
    found = judged(shown(a_persons("sato")), Ledger())
    assert isinstance(found, GoodKey)
    assert (found.blob, found.key) == (b"shown", b"key")
