import pytest

from tests.gateway.authorization.coherence.an_incoherence import PERMITS, found, says


@pytest.mark.parametrize(
    ("hole", "limit", "rest"),
    [
        ("SK-901", "SK-902", "recorded ends-at environment painted"),
        ("SK-902", "SK-901", "recorded ends-at environment people"),
        ("SK-904", "SK-901", "recorded ends-at painted"),
    ],
)
@pytest.mark.parametrize(
    ("kept", "leak"), [("metered", "shown in clear on a terminal's screen"), ("masked", "nobody counts the people")]
)
def test_R05_R07_what_a_terminal_shows_is_masked_and_counted(tmp_path, hole, limit, rest, kept, leak):
    refused = found(tmp_path, (PERMITS, f"masked metered {rest}", f"{kept} {rest}"))
    says(refused, hole=hole, limit=limit, leak=leak)
