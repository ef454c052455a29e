"""Numbers somebody looks up become digests: for an auditor, for an inquiry of his that is journalled, and no more (R-48)."""

from datetime import date, timedelta

import pytest

from gateway.disclosure.digests import spelled_person
from gateway.disclosure.inquiry import GOOD_FOR, About, Inquiry
from gateway.ipc.messages import CallRefused
from gateway.keeper import inquiries
from gateway.keeper.database_clients import Digests
from gateway.keeper.inquiry_client import LookUp
from gateway.vocabulary.outcome import GatewayFault

ID = "Q-20261123-0000000001"
SEVEN = ("C01", spelled_person("C01", "customer", "7"))


def stands(world, **changed) -> None:
    """The registrar has written it down."""
    facts = {
        "id": ID, "person": "P-auditor", "about": About.SUBJECT, "client": "C01", "since": date(2022, 1, 1),
        "until": date(2022, 3, 31), "numbers": 12, "purpose": "照会", "at": world.clock.now(),
    }  # fmt: skip
    made = Inquiry(**{**facts, **changed})
    world.inquiries[made.id] = made


def told(world) -> list:
    return [event for event in world.journal if event.kind == "key.used"]


def test_R48_the_digests_are_those_a_session_had_made_of_the_same_people(world):
    asked = LookUp(world.office("auditor"), ID)
    stands(world)
    nobodys = ("", spelled_person("", "customer", "7"))
    assert asked.digests([SEVEN, nobodys]) == Digests(world.bound("sato")).digest([SEVEN, nobodys])


def test_R48_the_journal_hears_first_and_once_a_connection(world):
    asked = LookUp(world.office("auditor"), ID)
    stands(world)
    asked.digests([SEVEN])
    asked.digests([SEVEN])
    (used,) = told(world)
    assert (used.use, used.person, used.purpose) == ("look-up", "P-auditor", f"{ID} C01")


def test_R48_nothing_leaves_while_the_journal_does_not_hear(world):
    asked = LookUp(world.office("auditor"), ID)
    stands(world)
    world.journal_fails = True
    for _ in range(2):
        with pytest.raises((CallRefused, GatewayFault)):
            asked.digests([SEVEN])
    world.journal_fails = False
    again = LookUp(world.office("auditor"), ID)
    stands(world)
    assert len(again.digests([SEVEN])) == 1
    assert len(told(world)) == 1


def test_R48_without_an_inquiry_in_the_database_there_is_no_digest(world):
    asked = LookUp(world.office("auditor"), ID)
    with pytest.raises(CallRefused, match=r"inquiry\.absent"):
        asked.digests([SEVEN])
    for changed in (
        {"person": "P-admin"},
        {"about": About.CLIENT, "numbers": 0},
        {"at": world.clock.now() - 2 * GOOD_FOR},
    ):
        stands(world, **changed)
        with pytest.raises(CallRefused, match=r"inquiry\.absent"):
            asked.digests([SEVEN])
    assert told(world) == []


@pytest.mark.parametrize("name", ["admin", "supervisor", "sato"])
def test_R22_for_auditors_alone(world, name: str):
    caller = world.office(name)
    stands(world, person=f"P-{name}")
    with pytest.raises(CallRefused, match=r"keeper\.role"):
        LookUp(caller, ID).digests([SEVEN])


def test_R48_people_of_another_client_are_a_violation(world):
    caller = world.office("auditor")
    stands(world)
    with pytest.raises(CallRefused, match=r"ipc\.refused"):
        LookUp(caller, ID).digests([("C02", spelled_person("C02", "customer", "7"))])
    assert [what for _, what in world.violations] == ["inquiry.digest: numbers of another client's people"]


def test_R48_more_than_its_numbers_can_have_is_a_violation_over_all_connections(world, monkeypatch):
    monkeypatch.setattr(inquiries, "SPELLINGS_MAX", 2)
    first, second = world.office("auditor"), world.office("auditor")
    stands(world, numbers=3)
    assert len(LookUp(first, ID).digests([SEVEN] * 5)) == 5
    with pytest.raises(CallRefused, match=r"ipc\.refused"):
        LookUp(second, ID).digests([SEVEN] * 2)
    assert [what for _, what in world.violations] == ["inquiry.digest: more numbers than the inquiry says"]


def test_what_is_remembered_of_inquiries_is_bounded(world, monkeypatch):
    monkeypatch.setattr(inquiries, "REMEMBERED_MAX", 2)
    caller = world.office("auditor")
    for number in range(5):
        stands(world, id=f"Q-20261123-000000000{number}")
        LookUp(caller, f"Q-20261123-000000000{number}").digests([SEVEN])
    assert len(world.keeper.inquiries._digested) == 2


def test_many_go_in_pieces(world):
    caller = world.office("auditor")
    stands(world, numbers=1_000)
    messages = [("C01", spelled_person("C01", "customer", str(number))) for number in range(2_500)]
    assert len(set(LookUp(caller, ID).digests(messages))) == 2_500
    assert LookUp(caller, ID).digests([]) == []


@pytest.mark.parametrize("role", ["registrar", "worker", "gateway"])
def test_nobody_else_asks(world, role: str):
    stands(world)
    with pytest.raises((CallRefused, GatewayFault)):
        LookUp(world.door(role), ID).digests([SEVEN])


def test_a_session_does_not_ask_either(world):
    stands(world, person="P-sato")
    with pytest.raises((CallRefused, GatewayFault)):
        LookUp(world.bound("sato"), ID).digests([SEVEN])


def test_it_is_good_for_minutes(world):
    caller = world.office("auditor")
    stands(world)
    world.clock.move(seconds=(GOOD_FOR + timedelta(seconds=1)).total_seconds())
    with pytest.raises(CallRefused, match=r"inquiry\.absent"):
        LookUp(caller, ID).digests([SEVEN])
