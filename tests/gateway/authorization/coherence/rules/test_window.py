from tests.gateway.authorization.coherence.an_incoherence import ORDER, found, says


def test_R23_an_order_longer_than_the_longest_opens(tmp_path):
    refused = found(tmp_path, (ORDER, "<= context.limits.window", '<= duration("400d")'))
    for hole in ("SK-901", "SK-902", "SK-903", "SK-904"):
        one = says(refused, hole=hole, limit="order.window_hours_max", leak="standing access by another name")
        assert one.limit.title.ja == "作業時間は 8 時間まで"
        assert one.limit.file == "limits.toml"
