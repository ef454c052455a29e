"""The ports are small enough for a dictionary to fill."""

from gateway.approvals.ports import Commit, Office, Orders, People, Targets
from tests.gateway.approvals.an_office import AnOffice


def test_a_dictionary_fills_the_ports() -> None:
    office = AnOffice()
    filled: tuple[Orders, People, Targets, Office] = (office, office, office, office)
    assert filled[0].order("WO-none") is None
    assert filled[1].person("P-none") is None
    assert filled[2].target("none") is None
    assert [each.value for each in Commit] == ["done", "stale"]
