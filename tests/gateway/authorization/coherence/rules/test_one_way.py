import pytest

from tests.gateway.authorization.coherence.an_incoherence import PERMITS, found, says


@pytest.mark.parametrize(
    ("obligation", "leak"),
    [
        ("write-only", "read out by SFTP"),
        ("files-hashed", "does not say what went in"),
        ("files-limited", "without limit of size"),
    ],
)
def test_R02_R10_an_upload_that_is_no_one_way_street(tmp_path, obligation, leak):
    says(found(tmp_path, (PERMITS, f"{obligation} ", "")), hole="SK-903", limit="SK-901", leak=leak)
