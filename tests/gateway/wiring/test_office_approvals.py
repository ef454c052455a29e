"""What waits, why not, who else, and how fast."""

import pytest

from gateway.approvals.haste import Flag
from gateway.ipc.messages import CallRefused
from gateway.wiring import office_approvals
from gateway.wiring.office_orders import find_order
from gateway.work_orders.order import Act
from tests.gateway.cli.town import Town
from tests.gateway.wiring.office_town import office_of


@pytest.fixture
def asked(town: Town) -> str:
    order = town.as_json("sato", "order", "request", "--template", "fault-data", "--reason", "照合")["order"]
    return str(order["id"])


def shown(town: Town, name: str, order: str) -> office_approvals.Shown:
    with office_of(town, name) as office:
        line = find_order(office, order)
        assert line is not None
        return office_approvals.shown(office, line)


def test_R26_a_supervisor_sees_that_he_may_and_who_else_could(town: Town, asked: str) -> None:
    found = shown(town, "yamada", asked)
    assert all(found.may(act) for act in ("approve", "return", "reject", "withdraw"))
    assert (found.missing, len(found.could_sign), found.over) == (2, 2, False)


def test_R26_an_engineer_is_told_why_he_may_not(town: Town, asked: str) -> None:
    found = shown(town, "sato", asked)
    assert {each.rule for each in found.refused[Act.APPROVE]} == {"AP-102", "AP-105"}
    assert found.may("withdraw")


def test_R26_after_his_own_approval_another_is_needed(town: Town, asked: str) -> None:
    with office_of(town, "yamada") as office:
        assert asked in [line.order.id for line in office_approvals.waiting(office)[0]]
        office.desk().approve(asked, by=office.require_person().person, seconds=3)
        assert asked not in [line.order.id for line in office_approvals.waiting(office)[0]]
    found = shown(town, "yamada", asked)
    assert [each.rule for each in found.refused[Act.APPROVE]] == ["AP-107"]
    assert (found.missing, [each.flag for each in found.signed]) == (1, [Flag.QUICK])
    assert [name for name in found.could_sign if "KOBAYASHI" in name] == list(found.could_sign)


def test_R26_auditors_see_quick_ones_and_nobody_else_does(town: Town, asked: str) -> None:
    with office_of(town, "yamada") as office:
        office.desk().approve(asked, by=office.require_person().person, seconds=3)
    with office_of(town, "mori") as office:
        (one,) = [each for each in office_approvals.remarkable(office) if each.given.order == asked]
        assert Flag.QUICK in one.flags
    with office_of(town, "yamada") as office, pytest.raises(CallRefused, match=r"role\.missing"):
        office_approvals.remarkable(office)


def test_what_waits_is_for_supervisors(town: Town) -> None:
    with office_of(town, "sato") as office, pytest.raises(CallRefused, match=r"role\.missing"):
        office_approvals.waiting(office)
