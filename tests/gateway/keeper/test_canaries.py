"""Digests of a canary's values: those a shell would have made, for a supervisor, in the journal first, and few (R-64)."""

import pytest

from gateway.disclosure.canaries import spelled_seen
from gateway.ipc.messages import CallRefused
from gateway.keeper import canaries
from gateway.keeper.clients import CanaryDigests
from gateway.keeper.database_clients import Digests
from gateway.keeper.requests import CanaryDigest, DisclosureMessage
from gateway.vocabulary.outcome import GatewayFault

ID = "CN-20261123-0000000001"
PHONE = spelled_seen("C01", "phone", b"09012345678")


def told(world) -> list:
    return [event for event in world.journal if event.kind == "key.used"]


def test_R64_the_digests_are_those_of_whoever_is_shown(world):
    found = CanaryDigests(world.office("supervisor")).digest(ID, "C01", [PHONE])
    assert found == Digests(world.bound("sato")).digest([("C01", PHONE)])
    (used,) = told(world)
    assert (used.use, used.person, used.purpose) == ("canary", "P-supervisor", f"{ID} C01")


@pytest.mark.parametrize("name", ["admin", "auditor"])
def test_R22_for_supervisors_alone(world, name: str):
    with pytest.raises(CallRefused, match=r"keeper\.role"):
        CanaryDigests(world.office(name)).digest(ID, "C01", [PHONE])
    assert told(world) == []


def test_no_session_and_no_stranger_asks_for_them(world):
    for caller in (world.bound("sato"), world.door("office")):
        with pytest.raises((CallRefused, GatewayFault)):
            CanaryDigests(caller).digest(ID, "C01", [PHONE])


def test_nothing_leaves_while_the_journal_does_not_hear(world):
    asked = CanaryDigests(world.office("supervisor"))
    world.journal_fails = True
    with pytest.raises((CallRefused, GatewayFault)):
        asked.digest(ID, "C01", [PHONE])


def test_nobody_has_a_dictionary_made(world, monkeypatch):
    monkeypatch.setattr(canaries, "MADE_MAX", 2)
    asked = CanaryDigests(world.office("supervisor"))
    asked.digest(ID, "C01", [PHONE, PHONE])
    with pytest.raises((CallRefused, GatewayFault)):
        asked.digest(ID, "C01", [PHONE])


def test_a_canary_is_one_clients(world):
    caller = world.office("supervisor")
    items = [DisclosureMessage(client=client, message=PHONE) for client in ("C01", "C02")]
    with pytest.raises((CallRefused, GatewayFault)):
        caller.call("canary.digest", CanaryDigest(canary=ID, items=items), list[bytes])
