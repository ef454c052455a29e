"""Which protocol is spoken."""

import pytest

from gateway.relay.postgres.wire.notices import ErrorResponse
from gateway.relay.postgres.wire.opening import StartupMessage
from gateway.relay.postgres.wire.status import NegotiateProtocolVersion
from gateway.relay.postgres.wire.versions import answer_to


def startup(major=3, minor=0, **parameters):
    return StartupMessage(major=major, minor=minor, parameters={"user": "sato", **parameters})


def test_three_dot_nought_needs_no_answer():
    assert answer_to(startup()) is None


@pytest.mark.parametrize("minor", [1, 2, 9999])
def test_a_newer_minor_version_is_told_what_is_spoken(minor):
    assert answer_to(startup(minor=minor)) == NegotiateProtocolVersion(version=0x30000)


def test_unknown_options_are_named():
    asked = startup(**{"_pq_.test_protocol_negotiation": ""})
    assert answer_to(asked) == NegotiateProtocolVersion(version=0x30000, options=("_pq_.test_protocol_negotiation",))


@pytest.mark.parametrize(
    "asked", [startup(major=2), startup(major=4), startup(major=0), startup(replication="database")]
)
def test_another_protocol_is_refused_in_words(asked):
    answer = answer_to(asked)
    assert isinstance(answer, ErrorResponse)
    assert answer.is_last
    assert answer.sqlstate == "0A000"
