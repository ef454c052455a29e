from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest

from gateway.ipc.server import Refuse, Violation
from gateway.registrar import changes
from gateway.registrar.standing import (
    require_declared,
    require_employer,
    require_form,
    require_not_gone,
    require_risk,
    require_somebody_left,
)
from gateway.vocabulary.identity import Role, Standing
from gateway.vocabulary.target import FreeOfPersonalData
from tests.gateway.registrar.scene import TARGET, changed

NOW = datetime(2026, 11, 22, tzinfo=UTC)


class Left:
    """Facts: how many hold a role after the change."""

    def __init__(self, count: int) -> None:
        self.count = count

    def holding(self, role: Role, today: date) -> int:
        return self.count


@pytest.mark.parametrize(
    "different", [{"drop_folder": "../etc"}, {"drop_folder": ""}, {"management": "root;id"}, {"management": "a,b"}]
)
def test_R10_R14_what_ends_up_in_paths_and_certificates_has_its_form(different: dict[str, str]) -> None:
    require_form(replace(TARGET, drop_folder="incoming", management="gateadm"))
    with pytest.raises(Violation):
        require_form(replace(TARGET, **different))  # type: ignore[arg-type]


def test_nothing_comes_back_that_was_revoked() -> None:
    for standing in (Standing.ACTIVE, Standing.SUSPENDED):
        require_not_gone(standing)
    with pytest.raises(Refuse):
        require_not_gone(Standing.REVOKED)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_R22_the_last_one_is_neither_suspended_nor_given_other_roles(role: Role) -> None:
    held = frozenset({role})
    for different in ({"standing": Standing.SUSPENDED, "roles": held}, {"roles": frozenset({Role.CLIENT})}):
        change = changes.PersonChanged(id="P-1", expected_version=1, **changed(**different))
        require_somebody_left(cast(Any, Left(1)), change, held, NOW)
        with pytest.raises(Refuse):
            require_somebody_left(cast(Any, Left(0)), change, held, NOW)
    require_somebody_left(cast(Any, Left(0)), change, frozenset({Role.SUPERVISOR}), NOW)


def test_R10_a_drop_folder_stands_and_falls_with_the_declaration() -> None:
    free = FreeOfPersonalData(declared_by="yamada", until=date(2031, 1, 31))
    folder = replace(TARGET, free=None, drop_folder="incoming")
    declared = replace(folder, free=free)
    for before, after in ((None, declared), (folder, folder), (folder, replace(folder, port=2222)), (declared, TARGET)):
        require_declared(before, after)
    for before, after in ((None, folder), (TARGET, folder), (declared, folder)):
        with pytest.raises(Refuse):
            require_declared(before, after)


def test_R13_who_keeps_a_terminal_or_employs_a_person_is_registered() -> None:
    class Known:
        def employer_name(self, employer: str) -> str | None:
            return {"E-1": "Hoshu K.K."}.get(employer)

    require_employer(cast(Any, Known()), "E-1")
    with pytest.raises(Refuse):
        require_employer(cast(Any, Known()), "E-nope")


def test_R76_nothing_goes_into_service_without_a_current_row_and_no_row_is_taken_away() -> None:
    assert TARGET.risk is not None
    suspended = replace(TARGET, standing=Standing.SUSPENDED)
    overdue = replace(TARGET, risk=replace(TARGET.risk, review_on=date(2026, 11, 21)))
    require_risk(None, TARGET, NOW)
    require_risk(suspended, TARGET, NOW)
    require_risk(overdue, replace(overdue, port=23), NOW)  # what is in service goes on
    require_risk(None, replace(suspended, risk=None), NOW)
    for before, after in (
        (None, overdue),
        (None, replace(TARGET, risk=None)),
        (replace(overdue, standing=Standing.SUSPENDED), overdue),
        (TARGET, replace(TARGET, risk=None)),
        (suspended, replace(suspended, risk=None)),
    ):
        with pytest.raises(Refuse, match="risk"):
            require_risk(before, after, NOW)


def test_R76_a_row_has_its_form() -> None:
    assert TARGET.risk is not None
    for wrong in ({"risk": ""}, {"measure": "\x1b[31m"}, {"owner": "x" * 501}, {"people": -1}):
        with pytest.raises(Violation):
            require_form(replace(TARGET, risk=replace(TARGET.risk, **wrong)))  # type: ignore[arg-type]
