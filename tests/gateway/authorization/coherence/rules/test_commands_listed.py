from tests.gateway.authorization.coherence.an_incoherence import PERMITS, found, says


def test_R07_a_prompt_bound_to_no_list_is_a_free_shell(tmp_path):
    refused = found(tmp_path, (PERMITS, " commands-listed", ""))
    says(refused, hole="SK-904", limit="SK-301", leak="a free shell, on one approval")
