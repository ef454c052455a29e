import pytest

from tests.gateway.authorization.coherence.an_incoherence import PERMITS, found, says


@pytest.mark.parametrize(
    ("old", "new", "hole", "limit"),
    [
        ("environment painted input", "environment input", "SK-901", "SK-304"),
        ("ends-at painted input", "ends-at input", "SK-904", "SK-304"),
        ("people-counted painted", "people-counted", "SK-902", "SK-903"),
    ],
)
def test_R03_files_are_limited_while_a_terminal_is_not_guarded(tmp_path, old, new, hole, limit):
    refused = found(tmp_path, (PERMITS, old, new))
    says(refused, hole=hole, limit=limit, leak="whole files leave to the terminal")
    assert "ファイルを丸ごと保守端末へ持ち出せます" in refused.text.ja
    assert len(refused.found) == 1 or hole != "SK-902"
