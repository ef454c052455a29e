from datetime import date
from typing import Any, cast, get_args, get_type_hints

import pytest

from gateway.ipc.server import Refuse
from gateway.registrar import changes, own_factors
from gateway.registrar.duties import ACCOUNTS, CUTS, DUTIES, of_asked, require_any, require_beginning, roles_now
from gateway.vocabulary.identity import Role
from tests.gateway.registrar.scene import person
from tests.gateway.registrar.stand_in import bound
from tests.gateway.registrar.test_changes import ALL

DAY = date(2026, 11, 22)


class Known:
    """Facts: one person's roles, and whether there is anybody."""

    def __init__(self, *roles: Role, anybody: bool = True) -> None:
        self._roles, self._anybody = frozenset(roles), anybody

    def roles(self, person: str, today: date) -> frozenset[Role]:
        return self._roles

    def anybody(self) -> bool:
        return self._anybody


def test_every_change_has_a_row() -> None:
    assert set(DUTIES) == set(get_args(changes.AnyChange))
    assert all(DUTIES.values())


def test_R22_no_row_gives_accounts_to_those_who_approve_or_audit() -> None:
    for change, roles in DUTIES.items():
        if change in get_args(own_factors.OWN):
            assert roles == frozenset(Role) - {Role.DEMO_OPERATOR}  # each his own, which own_factors.py sees to
            continue
        if change in (changes.BudgetReleased, changes.BudgetRaised, changes.SessionFrozen):
            assert roles == {Role.SUPERVISOR}
            continue
        if change in (changes.CanaryAdded, changes.CanaryRemoved):
            assert roles == {Role.SUPERVISOR}
            continue
        if change in (changes.HoldPlaced, changes.HoldLifted):
            assert roles == {Role.ADMINISTRATOR, Role.AUDITOR}  # it only keeps; lifting takes two
            continue
        others = change in (changes.OrderAsked, changes.OrderMoved, changes.PlayPermitted, changes.PlayTaken)
        seconds = change in (changes.ChangeAsked, changes.ChangeConfirmed, changes.ChangeWithdrawn)
        if seconds:
            assert roles == ACCOUNTS | {Role.SUPERVISOR, Role.AUDITOR}  # judged again by what is asked, below
            continue
        assert others or not roles & {Role.SUPERVISOR, Role.AUDITOR, Role.ENGINEER, Role.CLIENT}
    assert Role.DEMO_OPERATOR not in DUTIES[changes.OrderMoved]
    assert DUTIES[changes.PlayPermitted] == DUTIES[changes.PlayTaken] == {Role.AUDITOR, Role.DEMO_OPERATOR}
    assert Role.ENGINEER not in CUTS


def test_R22_what_takes_two_is_each_ones_own_matter() -> None:
    asked = get_args(get_type_hints(changes.ChangeAsked)["asked"])
    tried = [change for change in ALL if isinstance(change, asked)]
    assert {type(change) for change in tried} == set(asked) - {changes.FactorsReset}
    assert [type(change) for change in tried if of_asked(change) != ACCOUNTS] == [
        changes.BudgetReleased,
        changes.BudgetRaised,
        changes.HoldLifted,
    ]


def test_a_role_counts_when_keeper_and_database_both_name_it() -> None:
    both = frozenset({Role.SUPERVISOR, Role.ENGINEER})
    assert roles_now(cast(Any, Known(Role.SUPERVISOR)), bound("P-1", roles=both), DAY) == {Role.SUPERVISOR}
    assert roles_now(cast(Any, Known()), bound("P-1", roles=both), DAY) == frozenset()


def test_the_demo_operator_is_known_to_the_keeper_only() -> None:
    demo = bound("P-demo", roles=frozenset({Role.DEMO_OPERATOR}))
    assert roles_now(cast(Any, Known()), demo, DAY) == {Role.DEMO_OPERATOR}
    forged = roles_now(cast(Any, Known(Role.DEMO_OPERATOR)), bound("P-1"), DAY)
    assert forged == frozenset()


def test_without_a_wanted_role_it_is_refused() -> None:
    require_any(frozenset({Role.SUPERVISOR}), CUTS)
    with pytest.raises(Refuse):
        require_any(frozenset({Role.ENGINEER}), CUTS)
    with pytest.raises(Refuse):
        require_any(frozenset({Role.ENGINEER}), frozenset())


def first(*roles: Role) -> changes.PersonAdded:
    return changes.PersonAdded(**person("first", frozenset(roles)), password_sealed=None, totp_sealed=None, keys=())


def test_an_empty_gateway_takes_an_employer_and_an_administrator_from_anybody() -> None:
    nobody = cast(Any, Known(anybody=False))
    require_beginning(nobody, changes.EmployerAdded(id="E-1", name="x", kind="x"))
    require_beginning(nobody, first(Role.ADMINISTRATOR))
    for change in (first(Role.ENGINEER), changes.ClientAdded(id="C-1", name="x")):
        with pytest.raises(Refuse):
            require_beginning(nobody, change)
    with pytest.raises(Refuse):
        require_beginning(cast(Any, Known()), first(Role.ADMINISTRATOR))
