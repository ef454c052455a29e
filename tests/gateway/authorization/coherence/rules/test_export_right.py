import pytest

from tests.gateway.authorization.coherence.an_incoherence import found, says


@pytest.mark.parametrize("right", ["recording.replay", "journal.export"])
def test_R08_engineers_never_hold_a_right_to_export(tmp_path, right):
    refused = found(
        tmp_path,
        ("roles.toml", 'may = ["order.ask", "order.withdraw"', f'may = ["{right}", "order.ask", "order.withdraw"'),
    )
    one = says(refused, hole="engineer.may", limit="SK-304", leak="what was only seen is kept as a file")
    assert right in one.hole.title.ja
    assert refused.file == "roles.toml"
