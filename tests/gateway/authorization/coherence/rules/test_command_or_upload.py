from tests.gateway.authorization.coherence.an_incoherence import CAPABILITY, a_rule, found, says

UPLOAD = 'forbid (principal, action == Action::"upload", resource)'
FOR_SECURITY = 'context has order && context.order.purpose == "security"'


def test_R10_an_upload_is_refused_while_standard_input_is_open(tmp_path):
    refused = found(tmp_path, (CAPABILITY, "", a_rule("SK-399", f"{UPLOAD} when {{ {FOR_SECURITY} }}")))
    says(refused, hole="SK-902", limit="SK-399", leak="takes the file in all the same")


def test_R10_a_target_without_a_drop_folder_is_not_meant(tmp_path):
    refused = found(tmp_path, (CAPABILITY, "", a_rule("SK-399", f'{UPLOAD} when {{ context.account == "root" }}')))
    assert {each.limit.id for each in refused.found} == {"SK-399"}
