"""R-06, R-48: digests by which people are counted: equal for equal people of one client, comparable between clients by nobody."""

import pytest

from gateway.disclosure.digests import person_of, spelled_person
from gateway.ipc.messages import CallRefused
from gateway.keeper import database_clients, disclosures
from gateway.keeper.disclosures import Disclosures
from gateway.keeper.requests import DisclosureDigest, DisclosureMessage
from gateway.keeper.standing import Door, Standing
from gateway.vocabulary.outcome import GatewayFault


def standing() -> Standing:
    return Standing(door=Door.SESSION, connection="C-1", uid=0)


def digests(world, *people: tuple[str, str], of: Standing | None = None) -> list[bytes]:
    items = [
        DisclosureMessage(client=client, message=spelled_person(client, "customer", number))
        for client, number in people
    ]
    return Disclosures(world.custody).digest(of or standing(), DisclosureDigest(items=items))


def test_equal_people_of_one_client_are_equal_and_no_others(world):
    one, same, other, elsewhere = digests(world, ("C01", "7"), ("C01", "7"), ("C01", "8"), ("C02", "7"))
    assert one == same
    assert len({one, other, elsewhere}) == 3
    assert {len(each) for each in (one, other, elsewhere)} == {32}


def test_one_message_under_two_clients_keys_is_two_digests(world):
    items = [DisclosureMessage(client=client, message=b"the very same") for client in ("C01", "C02", "")]
    found = Disclosures(world.custody).digest(standing(), DisclosureDigest(items=items))
    assert len(set(found)) == 3


def test_they_fit_what_counts_people(world):
    whole = Disclosures(world.custody)

    def digest(client: str, message: bytes) -> bytes:
        asked = DisclosureDigest(items=[DisclosureMessage(client=client, message=message)])
        return whole.digest(standing(), asked)[0]

    assert person_of("C01", "customer", "7", digest) == ("C01", digests(world, ("C01", "7"))[0])


def test_nobody_has_a_dictionary_made(world, monkeypatch):
    monkeypatch.setattr(disclosures, "MADE_MAX", 3)
    mine = standing()
    digests(world, ("C01", "1"), ("C01", "2"), of=mine)
    with pytest.raises(Exception, match="more people"):
        digests(world, ("C01", "3"), ("C01", "4"), of=mine)


def test_a_session_asks_in_batches_once_it_is_bound(world):
    bound = database_clients.Digests(world.bound("sato"))
    people = [("C01", str(each).encode()) for each in range(1025)]
    found = bound.digest(people)
    assert len(set(found)) == 1025
    assert found[1024] == bound.digest(people[1024:])[0]


def test_nobody_else_asks(world):
    item = DisclosureDigest(items=[DisclosureMessage(client="C01", message=b"x")])
    for role in ("office", "registrar", "worker", "gateway"):
        with pytest.raises((CallRefused, GatewayFault)):
            world.door(role).call("disclosure.digest", item, list[bytes])
