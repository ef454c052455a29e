import pytest

from tests.gateway.authorization.coherence.an_incoherence import found, says


@pytest.mark.parametrize(
    ("role", "before"),
    [("engineer", 'may = ["order.ask", "order.withdraw"'), ("administrator", 'may = ["people.manage"')],
)
def test_R22_R26_who_needs_approvals_gives_none(tmp_path, role, before):
    refused = found(tmp_path, ("roles.toml", before, before.replace('["', '["order.judge", "')))
    one = says(refused, hole=f"{role}.may", limit="SK-206", leak="no supervisor knows of it")
    assert "承認" in one.limit.title.ja
