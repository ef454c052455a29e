from tests.gateway.authorization.coherence.an_incoherence import ORDER, found, says


def test_R25_personal_data_are_seen_and_nobody_says_whose(tmp_path):
    refused = found(tmp_path, (ORDER, "unless { !context.order.clients.isEmpty() }", "unless { context has order }"))
    for hole in ("SK-901", "SK-904"):
        says(refused, hole=hole, limit="context.order.clients", leak="nobody approved, or can tell any client")
