import pytest

from gateway.authorization.coherence.circumstances import Circumstances, approvals_needed, request_of
from gateway.authorization.decide import decide
from gateway.authorization.decision import Permit
from gateway.authorization.request import Capability
from gateway.work_orders.order import Mode
from tests.gateway.authorization.a_request import an_order, the_policy


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("viewing", [False, True])
def test_R26_the_compiler_counts_approvals_as_orders_do(mode, viewing):
    assert approvals_needed(mode, viewing=viewing) == an_order(mode=mode, personal_data=viewing).approvals_needed


@pytest.mark.parametrize("capability", Capability)
def test_the_usual_question_is_permitted_as_shipped(capability):
    asked = Circumstances(capability=capability, personal=capability in (Capability.SHELL, Capability.COMMANDS))
    assert isinstance(decide(request_of(asked, the_policy()), the_policy()), Permit)
