"""What the command does stands in tests/gateway/cli/target/test_probe.py; here what it refuses."""

import pytest

from gateway.ipc.messages import CallRefused
from gateway.vocabulary.target import Protocol
from gateway.wiring.office_probes import probed
from tests.gateway.authorization.a_request import a_target
from tests.gateway.cli.town import Town
from tests.gateway.wiring.office_town import office_of


def test_a_database_is_not_probed_and_nobody_says_it_was(town: Town) -> None:
    before = len(town.events("target.probed"))
    with office_of(town, "ito") as office, pytest.raises(CallRefused, match=r"target\.host-key"):
        probed(office, a_target(protocol=Protocol.POSTGRESQL, port=1))
    assert len(town.events("target.probed")) == before
