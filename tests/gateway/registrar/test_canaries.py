"""Canary persons: registered by a supervisor with a fresh factor, found at both doors though masked, told and never stored."""

from collections.abc import Iterator

import pytest

from gateway.disclosure.canaries import spelled_seen
from gateway.guards.detect import Kind
from gateway.guards.observing import Together
from gateway.guards.verdict import PROCEED
from gateway.ipc.messages import CallRefused
from gateway.registrar import changes
from tests.gateway.registrar.a_shell import Shell, digest_of, phone
from tests.gateway.registrar.a_showing import TABLE, Showing
from tests.gateway.registrar.scene import Scene

ID = "CN-20261122-0000000001"
NUMBER = phone(7)


@pytest.fixture
def running(scene: Scene) -> Iterator[Scene]:
    yield scene.start()


def added(client: str = "C-01", canary: str = ID) -> changes.CanaryAdded:
    values = (
        changes.CanaryValue(kind="phone", digest=digest_of(client, spelled_seen(client, "phone", NUMBER))),
        changes.CanaryValue(kind="name", digest=digest_of(client, spelled_seen(client, "name", b"x"))),
        changes.CanaryValue(kind="subject:customers", digest=bytes([9]) * 32),
    )
    return changes.CanaryAdded(id=canary, client=client, note="crm", values=values)


def test_R64_a_canary_alarms_though_it_is_masked_and_stops_nothing(running: Scene) -> None:
    running.office("yamada").commit(added(), [])
    shell = Shell(running, "C-1")
    assert shell.show(6) is PROCEED
    assert running.events("disclosure.canary") == []
    assert shell.show(7) is PROCEED
    (event,) = running.events("disclosure.canary")
    assert (event.client, event.canary, event.value, event.person, event.session) == (
        "C-01",
        ID,
        "phone",
        "P-sato",
        shell.opening.id,
    )
    shell.show(7)
    assert len(running.events("disclosure.canary")) == 1


def test_R64_a_value_that_counts_as_nobodys_alarms_too(running: Scene) -> None:
    running.office("yamada").commit(added(), [])
    shell = Shell(running, "C-1")
    shell.meter.saw(Kind.NAME, b"x", False, Together.ALONE)
    assert shell.counter.judge(0.0) is PROCEED
    assert [event.value for event in running.events("disclosure.canary")] == ["name"]
    assert running.events("disclosure.estimated") == []


def test_R64_the_database_door_alarms_by_the_persons_number(running: Scene) -> None:
    running.office("yamada").commit(added(), [])
    showing = Showing(running, "C-1")
    showing.take(1, people=[("C-01", TABLE, bytes([9]) * 32)])
    assert [event.value for event in running.events("disclosure.canary")] == ["subject:customers"]


def test_a_removed_canary_alarms_no_more(running: Scene) -> None:
    office = running.office("yamada")
    office.commit(added(), [])
    office.commit(changes.CanaryRemoved(id=ID, reason="the trap moved"), [])
    with pytest.raises(CallRefused, match="absent"):
        office.commit(changes.CanaryRemoved(id=ID, reason="again"), [])
    shell = Shell(running, "C-1")
    shell.show(7)
    assert running.events("disclosure.canary") == []


@pytest.mark.parametrize("username", ["sato", "admin", "kansa"])
def test_R22_only_supervisors_register_them(running: Scene, username: str) -> None:
    with pytest.raises(CallRefused):
        running.office(username).commit(added(), [])


def test_one_value_is_one_canarys_and_a_client_is_somebody(running: Scene) -> None:
    office = running.office("yamada")
    office.commit(added(), [])
    for wrong in (added(), added(canary="CN-20261122-0000000002"), added(client="C-99")):
        with pytest.raises(CallRefused):
            office.commit(wrong, [])


def test_the_journal_says_what_was_registered_and_no_value_or_digest(running: Scene) -> None:
    running.office("yamada").commit(added(), [])
    told = [entry for entry in running.entries() if entry.kind == "office.committed"][-1]
    said = str(told.event())
    assert ID in said
    assert "subject:customers" in said
    assert NUMBER.decode() not in said
    for each in added().values:
        assert each.digest.hex() not in said
        assert repr(each.digest) not in said
