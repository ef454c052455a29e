from gateway.authorization.coherence.circumstances import Circumstances
from gateway.authorization.coherence.table import Table
from gateway.authorization.request import Capability
from tests.gateway.authorization.a_request import the_policy
from tests.gateway.authorization.coherence.an_incoherence import ORDER, a_rule, found, says

THREE = (
    "forbid (principal, action, resource) when {{ context has order{when} }} unless {{ context.order.approvals >= 3 }}"
)


def test_R26_seeing_personal_data_needs_more_approvals_than_a_shell_that_shows_them(tmp_path):
    rule = a_rule("SK-299", THREE.format(when=" && context.order.personal_data"))
    refused = found(tmp_path, (ORDER, "", rule))
    one = says(
        refused,
        hole="SK-901",
        limit="SK-299",
        leak="takes 3 approvals, yet a shell that shows the same data opens on 2",
    )
    assert "3 名の承認が要るのに、2 名の承認で開くシェル" in one.leak.ja


def test_R26_as_shipped_a_shell_takes_as_many_as_seeing_personal_data():
    table = Table(the_policy())
    shell = table.least(Circumstances(capability=Capability.SHELL, personal=True))
    viewing = table.least(Circumstances(capability=Capability.COMMANDS, personal=True, mode="commands", viewing=True))
    listed = table.least(Circumstances(capability=Capability.COMMANDS, personal=True, mode="commands"))
    assert [row.asked.approvals for row in (shell, viewing, listed) if row is not None] == [2, 2, 1]
