from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest

from gateway.ipc.server import Refuse, Violation
from gateway.registrar import changes
from gateway.registrar.standing import require_form, require_not_gone, require_somebody_left
from gateway.vocabulary.identity import Role, Standing
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
