"""What the office says of budgets: used, near, left, frozen; who could do something about it."""

import pytest

from gateway.disclosure.asking import Stopped
from gateway.ipc.messages import CallRefused
from gateway.wiring import office_budgets
from gateway.wiring.office_budgets import ClientUse, Spent, budget_of, budgets, person_named
from gateway.wiring.office_home import home
from gateway.wiring.office_reading import IndexFilter
from tests.gateway.cli.budget.at_the_database import AtTheDatabase
from tests.gateway.cli.town import Town, an_order
from tests.gateway.wiring.office_town import office_of


def test_nothing_is_left_below_nothing() -> None:
    assert Spent(used=3, cap=10, near=False).left == 7
    assert Spent(used=12, cap=10, near=True).left == 0


def test_R06_one_span_nearly_used_up_is_enough() -> None:
    fine, near = Spent(used=1, cap=10, near=False), Spent(used=8, cap=10, near=True)
    assert not ClientUse(client=None, rows_day=fine, day=fine, days_30=fine, days_365=fine).near
    assert ClientUse(client=None, rows_day=fine, day=fine, days_30=near, days_365=fine).near


def test_R06_who_is_frozen_stands_first_and_waits_for_a_supervisor(town: Town) -> None:
    at = AtTheDatabase(town, an_order(town))
    assert isinstance(at.take(1301), Stopped)
    with office_of(town, "yamada") as office:
        first = budgets(office)[0]
        assert (first.username, first.frozen is not None) == ("sato", True)
        assert office_budgets.people_waiting(office) == {town.people["sato"].id}
        mine = home(office).supervisor
        assert mine is not None
        assert mine.budgets == 1
        for reason in ("", "  ", "x" * 201):
            with pytest.raises(CallRefused, match=r"reason\.unfit"):
                office_budgets.release(office, town.people["sato"].id, reason)
        office_budgets.release(office, town.people["sato"].id, " 事情を\n確認した ")
        assert budget_of(office, person_named(office, "sato")).frozen is None
        assert office_budgets.released_lately(office)[0].reason == "事情を 確認した"
        assert office_budgets.people_waiting(office) == set()
    at.end()


def test_R06_a_step_waits_for_another_supervisor_and_for_no_administrator(town: Town) -> None:
    person = town.people["mori"].id
    with office_of(town, "yamada") as office:
        proposal = office_budgets.ask_raise(office, person, people=1, rows=2, reason="x")
        assert person not in office_budgets.people_waiting(office)
        found = next(each for each in budgets(office) if each.person == person)
        assert [line.id for line in found.waiting] == [proposal]
    with office_of(town, "kobayashi") as office:
        assert person in office_budgets.people_waiting(office)
    with office_of(town, "ito") as office:
        register = home(office).administrator
        assert register is not None
        assert proposal not in [line.id for line in register.changes]


def test_R47_only_a_registered_clients_index_is_asked_for(town: Town) -> None:
    with office_of(town, None) as office:
        today = office_budgets.today_of(office)
        wanted = {"since": office_budgets.a_year_before(today), "until": today}
        assert (today - wanted["since"]).days == 364
        with pytest.raises(CallRefused, match=r"client\.absent"):
            office_budgets.index(office, IndexFilter(client="C77", **wanted))
        for client in ("C01", "", "?", None):
            office_budgets.index(office, IndexFilter(client=client, **wanted))
