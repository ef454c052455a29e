"""A decision has no truth value."""

import pytest

from gateway.authorization.decide import decide
from gateway.authorization.decision import Permit, Refusal
from tests.gateway.authorization.a_request import a_request, the_policy


@pytest.mark.parametrize("order", [{}, {"order": None}])
def test_no_if_can_take_a_decision_for_a_yes(order: dict[str, None]) -> None:
    decision = decide(a_request(**order), the_policy())
    assert isinstance(decision, Refusal if order else Permit)
    with pytest.raises(TypeError, match="match on Permit"):
        bool(decision)
    with pytest.raises(TypeError, match="match on Permit"):
        print("yes" if decision else "no")
