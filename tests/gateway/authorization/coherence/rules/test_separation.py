import pytest

from tests.gateway.authorization.coherence.an_incoherence import found, says

APART = {
    "administrator": (
        'never_with = ["engineer", "supervisor", "auditor", "client"]',
        'never_with = ["supervisor", "auditor", "client"]',
    ),
    "auditor": ('never_with = ["engineer", "supervisor", "client"]', 'never_with = ["supervisor", "client"]'),
    "client": ('never_with = ["engineer", "supervisor"]\n', 'never_with = ["supervisor"]\n'),
}


@pytest.mark.parametrize("role", APART)
def test_R22_somebody_may_hold_two_duties_and_work_on_targets(tmp_path, role):
    rule = ("access/person.cedar", '["administrator", "auditor", "client"]', '["demo-operator"]')
    refused = found(tmp_path, rule, ("roles.toml", *APART[role]))
    says(refused, hole="SK-901", limit=f"{role}.may", leak="nobody's to find out")
