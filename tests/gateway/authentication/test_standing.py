from datetime import date

import pytest

from gateway.authentication.events import RefusalReason
from gateway.authentication.standing import TEXT, objection
from gateway.vocabulary.identity import Role, Standing
from tests.gateway.authentication.a_door import World

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, None),
        ({"standing": Standing.SUSPENDED}, RefusalReason.SUSPENDED),
        ({"standing": Standing.REVOKED}, RefusalReason.REVOKED),
        ({"contract_end": TODAY}, None),
        ({"contract_end": date(2026, 11, 21)}, RefusalReason.CONTRACT_ENDED),
        ({"roles": frozenset()}, RefusalReason.NOT_ENGINEER),
        ({"roles": frozenset({Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR})}, RefusalReason.NOT_ENGINEER),
        ({"roles": frozenset({Role.ENGINEER, Role.SUPERVISOR})}, None),
        ({"standing": Standing.SUSPENDED, "roles": frozenset()}, RefusalReason.SUSPENDED),
    ],
)
def test_R20_who_may_log_in_today(changed, reason):
    world = World()
    world.person("sato", **changed)
    assert objection(world.directory.people["sato"], TODAY) is reason


def test_R95_every_reason_has_words():
    assert TEXT.keys() == set(RefusalReason)
