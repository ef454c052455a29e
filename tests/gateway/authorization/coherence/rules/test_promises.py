import pytest

from gateway.authorization.bounds import BOUNDS, exceeded
from gateway.authorization.coherence.circumstances import Circumstances, request_of
from gateway.authorization.coherence.twists import FORBIDDEN
from gateway.authorization.request import Capability
from tests.gateway.authorization.a_request import the_policy
from tests.gateway.authorization.coherence.an_incoherence import ORDER, found, says

VIEW_ONLY, SHELL_ORDERED = "no command and no file", "a free shell where"  # have rules of their own


@pytest.mark.parametrize(
    ("file", "old", "new", "leak"),
    [
        ("access/factors.cedar", 'contains("code")', 'contains("terminal-key")', "no code"),
        ("access/factors.cedar", 'contains("terminal-key")', 'contains("code")', "no terminal-key"),
        ("access/person.cedar", 'standing == "active"', 'standing != "x"', "person suspended"),
        ("access/place.cedar", 'context.terminal.standing == "active"', "context has terminal", "terminal suspended"),
        (ORDER, "context.order.approvals >= context.order.approvals_needed", "context has order", "too few approvals"),
        (
            ORDER,
            'unless { context.order.standing == "approved"',
            'unless { context.order.standing != "x"',
            "not approved",
        ),
        (ORDER, "context.unconsented.isEmpty()", "context has order", "no consent"),
        (ORDER, "context.now < context.order.ends_at", "context has order", "after the window"),
    ],
)
def test_what_only_the_code_still_keeps_shut_is_told(tmp_path, file, old, new, leak):
    refused = found(tmp_path, (file, old, new))
    one = says(refused, hole="SK-901", limit="SK-003", leak=leak)
    assert one.limit.file == "gateway/authorization/bounds.py"


def test_every_promise_that_no_other_rule_looks_after_is_broken_by_a_twist():
    request = request_of(Circumstances(capability=Capability.SHELL, personal=True), the_policy())
    assert exceeded(request) == ()
    broken = {name for twist in FORBIDDEN for name in exceeded(twist.apply(request, the_policy()))}
    assert {name for name in BOUNDS if not name.startswith((VIEW_ONLY, SHELL_ORDERED))} <= broken
