"""Every request is listed once, with roles and states; whoever is not listed is shown out."""

import pytest

from gateway.crypto import assertion
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients, requests, table
from gateway.keeper.standing import Door, State
from gateway.vocabulary.identity import Role
from gateway.vocabulary.secret import Secret
from tests.gateway.keeper.world import PASSWORD, eventually

UNLISTED = [(row, door) for row in table.TABLE for door in Door if door not in row.who]


def test_each_request_is_listed_once():
    names = [row.name for row in table.TABLE]
    assert len(names) == len(set(names))
    assert all(row.who and all(row.who.values()) for row in table.TABLE)


def test_before_log_in_a_session_has_the_doors_keys_and_its_factors_only():
    open_to_it = {row.name for row in table.TABLE if State.UNBOUND in row.who.get(Door.SESSION, frozenset())}
    assert open_to_it == {
        "hostkey.public", "hostkey.sign", "password.verify", "code.verify", "door.certificate", "grant.take",
    }  # fmt: skip


def test_the_gateway_parent_has_no_secret_to_ask_for():
    open_to_it = {row.name for row in table.TABLE if Door.GATEWAY in row.who}
    assert open_to_it == {"hostkey.public", "hostkey.certificate"}


def test_no_parameter_shows_itself():
    asked = requests.PasswordVerify(username="sato", terminal=None, password=PASSWORD)
    assert PASSWORD not in repr(asked)
    assert PASSWORD not in f"{asked}{[asked]}"


@pytest.mark.parametrize(
    ("row", "role"), [pytest.param(row, door.value, id=f"{row.name}-{door}") for row, door in UNLISTED]
)
def test_an_unlisted_role_is_a_violation(world, row, role):
    caller = world.session() if role == "session" else world.door(role)
    with pytest.raises(CallRefused) as refused:
        caller.call(row.name, requests.Nothing(), object)
    assert refused.value.code == "ipc.refused"
    with eventually() as wait:
        wait(lambda: caller.closed)
    assert world.violations


def test_a_walk_through_the_states(world):
    caller = world.session()
    factors = clients.Factors(caller)
    assert factors.password("sato", "TM-1", Secret(PASSWORD.encode())).verdict == "right"
    checked = factors.code("sato", "TM-1", world.code("sato"))
    said = assertion.verified(world.public.assertion_vkey, checked.assertion, world.clock.now())
    assert (said.connection, said.person, said.username, said.door) == ("C-1", "P-sato", "sato", "session")
    assert said.roles == {Role.ENGINEER}
    assert not world.violations
