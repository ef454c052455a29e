from tests.gateway.authorization.coherence.an_incoherence import CAPABILITY, found, says


def test_R07_an_order_for_listed_commands_opens_a_free_shell(tmp_path):
    refused = found(tmp_path, (CAPABILITY, 'context.order.mode == "shell"', 'context.order.mode != "none"'))
    one = says(refused, hole="SK-901", limit="SK-904", leak="whatever no list holds is run all the same")
    assert one.limit.title.ja == "対象 での許可コマンド"


def test_R07_for_one_account_in_particular(tmp_path):
    exception = 'unless { context.order.mode == "shell" || context.account == "root" }'
    refused = found(tmp_path, (CAPABILITY, 'unless { context.order.mode == "shell" }', exception))
    says(refused, hole="SK-901", limit="SK-904", leak="whatever no list holds is run all the same")
