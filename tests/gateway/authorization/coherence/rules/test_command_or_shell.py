import pytest

from tests.gateway.authorization.coherence.an_incoherence import CAPABILITY, a_rule, found, says

SHELL = '(principal, action == Action::"shell", resource)'


@pytest.mark.parametrize(
    "rule",
    [
        f'forbid {SHELL} unless {{ context.factors.contains("person-key") }}',
        f"forbid {SHELL} when {{ context has order }} unless {{ context.order.approvals >= 3 }}",
        f'forbid {SHELL} when {{ resource == Target::"build-host" }}',
        f'forbid {SHELL} when {{ context.account == "root" }}',
        f'forbid {SHELL} when {{ context has order && context.order.purpose == "backup" }}',
        f'forbid {SHELL} when {{ context.now.toTime() < duration("6h") && !resource.personal_data }}',
    ],
)
def test_whatever_refuses_a_shell_refuses_the_command_that_is_one(tmp_path, rule):
    refused = found(tmp_path, (CAPABILITY, "", a_rule("SK-399", rule)))
    one = says(refused, hole="SK-902", limit="SK-399", leak="starts the very shell as a single command")
    assert "社内の規則" in one.text.ja


def test_a_rule_that_refuses_both_is_coherent(tmp_path):
    both = (
        'forbid (principal, action in [Action::"shell", Action::"exec"], resource) when { context.account == "root" }'
    )
    refused = found(
        tmp_path,
        (CAPABILITY, "", a_rule("SK-399", both)),
        ("roles.toml", '"session.read", "session.watch", ', '"session.read", '),
    )
    assert {each.hole.id for each in refused.found} == {"session.watch"}
