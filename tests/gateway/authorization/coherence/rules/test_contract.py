from tests.gateway.authorization.coherence.an_incoherence import found, says


def test_R20_a_contract_that_is_over_opens(tmp_path):
    refused = found(
        tmp_path, ("access/person.cedar", "context.now <= principal.contract_ends", "context.now == context.now")
    )
    one = says(refused, hole="SK-901", limit="principal.contract_ends", leak="a person whose contract is over")
    assert "契約の最終日" in one.text.ja
