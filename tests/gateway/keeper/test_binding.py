import os
import pwd
from dataclasses import replace

import pytest

from gateway.crypto import assertion
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients
from gateway.keeper.binding import ASSERTION_LIFE
from gateway.vocabulary.identity import Role
from gateway.vocabulary.secret import Secret
from tests.gateway.keeper.world import PASSWORD, World


def test_an_office_assertion_names_the_operating_system_user(world):
    caller = world.door("office")
    factors = clients.Factors(caller)
    factors.password("admin", None, Secret(PASSWORD.encode()))
    blob = factors.code("admin", None, world.code("admin")).assertion
    said = assertion.verified(world.public.assertion_vkey, blob, world.clock.now())
    assert (said.door, said.os_user, said.person) == ("office", pwd.getpwuid(os.geteuid()).pw_name, "P-admin")
    assert said.roles == {Role.ADMINISTRATOR}


def test_an_assertion_lives_a_minute(world):
    blob = clients.Factors(world.session()).code("sato", "TM-1", world.code("sato")).assertion
    with pytest.raises(assertion.AssertionRefused):
        assertion.verified(world.public.assertion_vkey, blob, world.clock.now() + ASSERTION_LIFE)


def test_the_demo_operator_exists_beside_the_marker_only(keys):
    marker = keys.parent / "demo-marker"
    world = World(keys.parent, demo=marker)
    try:
        with pytest.raises(CallRefused) as refused:
            clients.Office(world.door("office")).demo()
        assert refused.value.code == "demo.refused"
        marker.touch()
        said = assertion.verified(
            world.public.assertion_vkey, clients.Office(world.door("office")).demo(), world.clock.now()
        )
        assert (said.username, said.roles) == ("demo-operator", {Role.DEMO_OPERATOR})
    finally:
        world.close()


def test_no_demo_operator_outside_a_demo(world):
    with pytest.raises(CallRefused) as refused:
        clients.Office(world.door("office")).demo()
    assert refused.value.code == "demo.refused"


def test_nobody_becomes_the_demo_operator_by_a_row_in_the_database(world):
    world.people["sato"] = replace(world.people["sato"], roles=frozenset({Role.ENGINEER, Role.DEMO_OPERATOR}))
    blob = clients.Factors(world.session()).code("sato", "TM-1", world.code("sato")).assertion
    assert assertion.verified(world.public.assertion_vkey, blob, world.clock.now()).roles == {Role.ENGINEER}
