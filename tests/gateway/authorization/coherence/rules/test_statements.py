import pytest

from tests.gateway.authorization.coherence.an_incoherence import PERMITS, found, says


@pytest.mark.parametrize(
    ("obligations", "leak"),
    [
        ("rows-masked budgeted", "any statement reaches"),
        ("statements-gated budgeted", "in clear"),
        ("statements-gated rows-masked", "not counted"),
    ],
)
def test_R04_R05_R06_statements_that_are_not_gated_masked_and_counted(tmp_path, obligations, leak):
    refused = found(tmp_path, (PERMITS, "statements-gated rows-masked budgeted", obligations))
    says(refused, hole="SK-905", limit="SK-003", leak=leak)
