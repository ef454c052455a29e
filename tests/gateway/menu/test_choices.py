from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.authorization.request import Capability
from gateway.menu.choices import Budget, kept_in_place, survey
from gateway.sessions.route import Route
from gateway.vocabulary.identity import Language
from gateway.vocabulary.identity import Standing as PersonStanding
from gateway.vocabulary.target import Protocol
from tests.gateway.authorization.a_request import NOW, a_person, a_target, a_terminal, an_order, the_policy
from tests.gateway.menu.a_menu import (
    ASKED,
    COMMANDS,
    LATER,
    TARGETS,
    WAITING,
    facts_of,
    many,
    menu_of,
    named,
    open_order,
    order,
)
from tests.gateway.sessions.an_office import proved


def names(menu):
    return [(choice.target, choice.account) for choice in menu.choices]


def test_R23_a_choice_says_everything_a_person_asks_before_connecting():
    (choice,) = menu_of(order("1")).choices
    assert (choice.target, choice.account, choice.order) == ("callcenter-app", "maint", "WO-20261122-0000000001")
    assert choice.access is Capability.SHELL
    assert choice.until == order("1").ends_at
    assert (choice.purpose.ja, choice.purpose.en) == ("サービスの故障対応", "repair of a service failure")
    assert choice.personal_data
    assert choice.budget is None
    assert choice.route == Route(target="callcenter-app", account="maint")
    assert replace(choice, budget=Budget(seen=18, most=20)).budget is not None


def test_every_account_an_order_names_is_a_line_of_its_own():
    both = order("1", targets=named("callcenter-app", accounts=("maint", "postgres")))
    assert names(menu_of(both)) == [("callcenter-app", "maint"), ("callcenter-app", "postgres")]


def test_R23_nothing_is_a_choice_that_opens_nothing_now():
    menu = menu_of(*WAITING)
    assert menu.choices == ()
    assert len(menu.waiting) == len(WAITING)


def test_R07_an_order_for_commands_is_a_choice_of_listed_commands():
    (choice,) = menu_of(COMMANDS).choices
    assert (choice.target, choice.access, choice.personal_data) == ("callcenter-log", Capability.COMMANDS, True)


def test_a_target_without_personal_data_is_a_shell_even_under_an_order_for_commands():
    (choice,) = menu_of(replace(COMMANDS, targets=named("build-host"))).choices
    assert (choice.access, choice.personal_data) == (Capability.SHELL, False)


def test_of_several_orders_for_one_target_the_one_that_ends_last_is_offered():
    late = order("2", starts_at=NOW, ends_at=NOW + timedelta(hours=7, minutes=30))
    (choice,) = menu_of(order("1"), late).choices
    assert choice.order == late.id


def test_an_order_that_waits_does_not_hide_the_one_that_opens():
    menu = menu_of(ASKED, LATER, open_order("callcenter-app"))
    assert names(menu) == [("callcenter-app", "maint")]
    assert [entry.order for entry in menu.waiting] == [ASKED.id, LATER.id]


def test_nothing_of_other_peoples_orders_is_shown():
    foreign = replace(open_order(), person_id="P-2")
    menu = menu_of(foreign, replace(ASKED, person_id="P-2"))
    assert (menu.choices, menu.waiting) == ((), ())


def test_targets_that_no_order_names_are_not_shown():
    assert names(menu_of(order("1"), ordered=TARGETS)) == [("callcenter-app", "maint")]


@pytest.mark.parametrize(
    "changed",
    [
        {"person": a_person(standing=PersonStanding.SUSPENDED)},
        {"terminal": a_terminal(standing=PersonStanding.REVOKED)},
        {"person": a_person(roles=frozenset())},
    ],
)
def test_the_policy_decides_and_its_words_are_shown(changed):
    menu = menu_of(order("1"), **changed)
    assert menu.choices == ()
    assert "SK-" in menu.waiting[0].why.ja


def test_R16_a_log_in_that_is_too_old_opens_nothing():
    late = proved(None, at=NOW - timedelta(hours=2))
    menu = survey(facts_of(order("1")), late, Capability.SHELL, the_policy(), NOW)
    assert menu.choices == ()


def test_without_a_terminal_only_what_takes_commands_is_offered():
    menu = menu_of(open_order(), wants=Capability.EXEC)
    assert names(menu) == [("build-host", "maint")]
    assert "SK-303" in menu.waiting[0].why.en


def test_at_the_windows_last_moment_it_is_closed():
    at = order("1").ends_at
    fresh = proved(None, at=at - timedelta(minutes=1))
    menu = [
        survey(facts_of(order("1")), fresh, Capability.SHELL, the_policy(), moment)
        for moment in (at - timedelta(seconds=1), at)
    ]
    assert [len(one.choices) for one in menu] == [1, 0]


def test_what_can_no_longer_be_opened_keeps_its_place_and_is_closed():
    before = menu_of(open_order("build-host", "callcenter-app"))
    after = menu_of(open_order("callcenter-app"))
    kept = kept_in_place(before, after)
    assert [(choice.target, choice.is_open) for choice in kept.choices] == [
        ("build-host", False),
        ("callcenter-app", True),
    ]
    assert kept_in_place(kept, before).choices == before.choices


def test_the_person_is_addressed_in_the_language_of_the_account():
    menu = menu_of(person=a_person(language=Language.ENGLISH))
    assert (menu.language, menu.username, menu.at) == (Language.ENGLISH, "sato", NOW)


def test_a_database_is_named_and_cannot_be_chosen():
    menu = menu_of(order("1"), ordered=(a_target(protocol=Protocol.POSTGRESQL),))
    assert menu.choices == ()
    assert "SSHでは接続できません" in menu.waiting[0].why.ja


def test_too_many_targets_are_named_but_not_decided(monkeypatch):
    monkeypatch.setattr("gateway.menu.choices.DECIDED_MAX", 3)
    orders, targets = many(5)
    menu = menu_of(*orders, ordered=targets)
    assert [choice.target for choice in menu.choices] == ["host-01", "host-02", "host-03"]
    assert [entry.targets for entry in menu.waiting] == [("host-04/maint",), ("host-05/maint",)]
    assert "利用者名+host-04" in menu.waiting[0].why.ja


def test_thirty_targets_are_thirty_choices():
    orders, targets = many(30)
    assert len(menu_of(*orders, ordered=targets).choices) == 30
    assert an_order().id != orders[0].id
