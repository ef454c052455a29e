from dataclasses import replace
from datetime import date

from gateway.authorization.coherence.table import Table
from gateway.authorization.decide import decide
from gateway.authorization.decision import Permit
from gateway.authorization.loader import load
from gateway.authorization.report.places import kinds, registered
from gateway.authorization.request import Capability
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.target import Protocol
from gateway.work_orders.order import Approval, Mode
from tests.gateway.authorization.a_directory import a_copy
from tests.gateway.authorization.a_request import FREE, NOW, a_request, a_target, an_order, the_policy
from tests.gateway.authorization.coherence.an_incoherence import a_rule

TODAY = date(2026, 11, 22)


def passages(place):
    """(mode, viewing, capability): approvals, or the rules that refuse."""
    return {
        (opening.mode, viewing, each.capability): each.approvals or each.refused_by
        for opening in place.openings
        for viewing in opening.viewing
        for each in opening.passages
    }


def test_R02_R07_where_personal_data_are():
    personal, _ = kinds(Table(the_policy()))
    assert (personal.target, personal.personal) == (None, True)
    shut = {Capability.EXEC: ("SK-303",), Capability.UPLOAD: ("SK-304",)}
    expected = {("commands", viewing, Capability.SHELL): ("SK-301",) for viewing in (False, True)}
    expected |= {("commands", viewing, Capability.COMMANDS): 1 + viewing for viewing in (False, True)}
    expected |= {("shell", viewing, Capability.SHELL): 2 for viewing in (False, True)}
    expected |= {("commands", viewing, Capability.QUERY): 1 + viewing for viewing in (False, True)}
    expected |= {("shell", viewing, Capability.QUERY): 2 for viewing in (False, True)}
    expected |= {(mode, viewing, each): ids for mode in Mode for viewing in (False, True) for each, ids in shut.items()}
    assert passages(personal) == expected


def test_where_no_personal_data_are():
    _, free = kinds(Table(the_policy()))
    assert set(passages(free).values()) == {1, 2}
    assert Capability.COMMANDS not in {capability for _, _, capability in passages(free)}


def test_a_registered_target_is_reported_as_it_stands_today():
    table = Table(the_policy())
    free = a_target(name="build-host", free=FREE)
    assert not registered(table, free, FREE.until).personal
    assert registered(table, free, date(2027, 1, 1)).personal
    assert ("SK-305",) in passages(registered(table, free, TODAY)).values()
    dropped = passages(registered(table, replace(free, drop_folder="in", name="other"), TODAY))
    assert dropped[("commands", False, Capability.UPLOAD)] == 1
    suspended = registered(table, a_target(name="old", standing=Standing.SUSPENDED), TODAY)
    assert all("SK-121" in ids for ids in passages(suspended).values())
    database = passages(registered(table, a_target(protocol=Protocol.POSTGRESQL), TODAY))
    assert {capability for _, _, capability in database} == {Capability.QUERY}
    assert database[("commands", True, Capability.QUERY)] == 2
    assert not registered(table, a_target(accounts=()), TODAY).reached


def test_the_report_says_what_decide_does():
    """Every way of the report, tried with a real order on as many approvals as it says, and on one fewer."""
    target = a_target(drop_folder="incoming", clients=("C-01",))
    for at in (target, replace(target, free=FREE)):
        for (mode, viewing, capability), said in passages(registered(Table(the_policy()), at, TODAY)).items():
            for approvals in range(1, 4):
                given = tuple(Approval(approver_id=f"P-2{number}", at=NOW) for number in range(approvals))
                order = an_order(mode=Mode(mode), personal_data=viewing, approvals=given)
                permitted = isinstance(
                    decide(a_request(order=order, target=at, capability=capability), the_policy()), Permit
                )
                assert permitted == (isinstance(said, int) and approvals >= said), (
                    mode,
                    viewing,
                    capability,
                    approvals,
                )


def test_orders_that_a_house_rule_treats_otherwise_stand_apart(tmp_path):
    directory = a_copy(tmp_path)
    backup = 'context has order && context.order.purpose == "backup"'
    gate = f'forbid (principal, action == Action::"commands", resource) when {{ {backup} }}'
    with (directory / "access/capability.cedar").open("a", encoding="utf-8") as rules:
        rules.write(a_rule("SK-399", gate))
    with (directory / "access/cases/capability.toml").open("a", encoding="utf-8") as cases:
        cases.write(
            '\n[[case]]\nja = "例"\nen = "example"\nchange.capability = "commands"\nchange.order.purpose = "backup"\n'
            'refused = ["SK-399"]\n'
        )
    personal, _ = kinds(Table(load(directory)))
    listed = [opening for opening in personal.openings if opening.mode == "commands"]
    refused = [opening.purposes for opening in listed if opening.passages[1].refused_by == ("SK-399",)]
    assert set(refused) == {("backup",)}
    assert {opening.purposes for opening in listed} == {("backup",), ("security", "failure")}
