import pytest

from tests.gateway.authorization.coherence.an_incoherence import PERMITS, found, says


@pytest.mark.parametrize(
    ("old", "new", "hole"),
    [('painted input-metered")', 'painted")', "SK-901"), ("input-metered commands", "commands", "SK-904")],
)
def test_R10_files_are_kept_out_while_pasting_is_not_measured(tmp_path, old, new, hole):
    says(found(tmp_path, (PERMITS, old, new)), hole=hole, limit="SK-304", leak="a file pasted as letters")
