from tests.gateway.authorization.coherence.an_incoherence import found, says


def test_R16_a_proof_of_long_ago_opens(tmp_path):
    refused = found(tmp_path, ("access/factors.cedar", "<= context.limits.factors", '<= duration("400d")'))
    one = says(refused, hole="SK-901", limit="session.factors_minutes_max", leak="whoever sits at the terminal by now")
    assert one.limit.title.en == "a proof holds for 60 minutes"
