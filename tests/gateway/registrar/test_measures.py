from dataclasses import replace

import pytest

from gateway.authorization.unfit import PolicyUnfit
from gateway.registrar.measures import Measures
from tests.gateway.registrar.scene import POLICY_BUDGETS, POLICY_LIMITS


class Files:
    def __init__(self) -> None:
        self.limits = POLICY_LIMITS
        self.broken = False

    def read(self):
        if self.broken:
            raise PolicyUnfit("limits.toml", "alarm", "is missing")
        return self.limits


def test_without_numbers_there_is_no_registrar():
    files = Files()
    files.broken = True
    with pytest.raises(PolicyUnfit):
        Measures(files.read, lambda: POLICY_BUDGETS)


def test_they_are_read_again_when_the_policy_changes_and_kept_where_they_cannot_be():
    files = Files()
    measures = Measures(files.read, lambda: POLICY_BUDGETS)
    files.limits = replace(POLICY_LIMITS, sessions_per_person=3)
    assert measures.limits == POLICY_LIMITS
    measures.read_again()
    assert measures.limits.sessions_per_person == 3
    files.broken = True
    measures.read_again()
    assert measures.limits.sessions_per_person == 3


def test_R06_the_budgets_are_the_registrars_own_and_both_change_or_neither():
    budgets = [POLICY_BUDGETS]
    measures = Measures(lambda: POLICY_LIMITS, lambda: budgets[-1])
    assert measures.budgets is POLICY_BUDGETS
    budgets.append(replace(POLICY_BUDGETS, warn_percent=50))
    measures.read_again()
    assert measures.budgets.warn_percent == 50
