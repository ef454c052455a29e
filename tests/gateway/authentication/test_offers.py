import pytest

from gateway.authentication.events import KeyFault, TerminalFault
from gateway.authentication.ledger import Factor
from gateway.authentication.offers import Offers
from gateway.authentication.patience import QUERIES_MAX


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        ([], TerminalFault.NO_KEY),
        ([Factor.PERSON_KEY], TerminalFault.NO_KEY),
        ([KeyFault.OTHER_PERSON], TerminalFault.UNREGISTERED),
        ([KeyFault.UNREGISTERED, Factor.PERSON_KEY], TerminalFault.UNREGISTERED),
        ([KeyFault.UNREGISTERED, Factor.TERMINAL_KEY], TerminalFault.NOT_SIGNED),
        ([Factor.TERMINAL_KEY, KeyFault.TERMINAL_REVOKED], TerminalFault.REVOKED),
        ([KeyFault.TERMINAL_REVOKED, KeyFault.TERMINAL_SUSPENDED], TerminalFault.SUSPENDED),
    ],
)
def test_R18_the_journal_hears_the_most_telling_reason(found, fault):
    offers = Offers()
    for number, one in enumerate(found):
        assert offers.note(f"SHA256:{number}", one)
    assert offers.terminal_fault() is fault


def test_each_fingerprint_is_noted_once_and_not_without_end():
    offers = Offers()
    assert offers.note("SHA256:0", KeyFault.UNREGISTERED)
    assert not offers.note("SHA256:0", KeyFault.OTHER_PERSON)
    for number in range(1000):
        offers.note(f"SHA256:{number}", KeyFault.UNREGISTERED)
    assert offers.fingerprints == tuple(f"SHA256:{number}" for number in range(QUERIES_MAX))
