import pytest

from tests.gateway.authorization.coherence.an_incoherence import found, says


@pytest.mark.parametrize("when", ["purpose_permitted_when_asked }", "purpose_permitted_now }"])
def test_R24_a_purpose_outside_the_memorandum_opens(tmp_path, when):
    refused = found(
        tmp_path, ("access/purpose.cedar", f"unless {{ context.order.{when}", "unless { context has order }")
    )
    one = says(refused, hole="SK-901", limit="version.permitted", leak="answering inquiries among them")
    assert one.limit.title.ja == "覚書（2024年1月26日改定）"
