"""The office's reads through their door; what each list holds is tested in queries/."""

import pytest

from gateway.approvals import ports
from gateway.storage.for_office import OfficeFacts, OfficeLists
from gateway.storage.queries.orders import OrderFilter
from gateway.storage.queries.sessions import SessionFilter
from tests.gateway.storage.samples import order, target


def fits(facts: OfficeFacts) -> tuple[ports.Orders, ports.People, ports.Targets]:
    """For mypy: the Protocols are met by shape."""
    return facts, facts, facts


def test_facts_of_the_desk(office, cipher):
    facts = OfficeFacts(office, cipher)
    assert facts.order("WO-1") == order()
    assert facts.person("P-sato").name == "見本 花子"
    assert facts.target("callcenter-app") == target()
    assert (facts.order("x"), facts.person("x"), facts.target("x")) == (None, None, None)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (lambda lists: lists.sessions(SessionFilter()), 0),
        (lambda lists: lists.recordings(), 0),
        (lambda lists: lists.orders(OrderFilter()), 1),
        (lambda lists: lists.people(), 3),
        (lambda lists: lists.real_names(["P-sato", "P-kato"]), 2),
        (lambda lists: lists.keys_of("T-pc-01"), 1),
        (lambda lists: lists.authorities(), 0),
        (lambda lists: lists.targets(), 1),
        (lambda lists: lists.terminals(), 1),
        (lambda lists: lists.employers(), 1),
        (lambda lists: lists.clients(), 0),
    ],
)
def test_every_list(office, cipher, asked, found):
    assert len(asked(OfficeLists(office, cipher))) == found


def test_single_lines(office, cipher):
    lists = OfficeLists(office, cipher)
    assert lists.order("WO-1").engineer == "sato"
    assert lists.person_named("sato").id == "P-sato"
    assert lists.session("S-none") is None
    assert lists.recording("R-none") is None
    assert lists.order("WO-none") is None
    assert lists.person_named("nobody") is None
