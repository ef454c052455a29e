import pytest

from tests.gateway.authorization.coherence.an_incoherence import CAPABILITY, PERMITS, a_permit, found, says


def test_R02_a_single_command_where_personal_data_are(tmp_path):
    refused = found(
        tmp_path,
        (
            CAPABILITY,
            '"exec", resource)\nwhen { resource.personal_data',
            '"exec", resource)\nwhen { !resource.drop_folder',
        ),
    )
    one = says(refused, hole="SK-902", limit="SK-901", leak="carries personal data out as a file")
    assert "個人データを画面に映さずファイルとして持ち出せます" in one.text.ja


@pytest.mark.parametrize("name", ["callcenter-db", "x"])
def test_R02_an_upload_to_one_target_with_personal_data_in_particular(tmp_path, name):
    """Not seen on an ordinary target; a name that a rule is particular about is asked about as well."""
    exception = f'"upload", resource)\nwhen {{ resource.personal_data && resource != Target::"{name}"'
    refused = found(tmp_path, (CAPABILITY, '"upload", resource)\nwhen { resource.personal_data', exception))
    says(refused, hole="SK-903", limit="SK-901", leak="put beside the personal data")


def test_R02_one_person_in_particular(tmp_path):
    permit = a_permit(
        "SK-999",
        "recorded ends-at environment people-counted painted",
        '(principal == Person::"P-7", action == Action::"exec", resource)',
    )
    excepted = 'when { resource.personal_data && principal != Person::"P-7"'
    refused = found(
        tmp_path,
        (PERMITS, "", permit),
        (CAPABILITY, '"exec", resource)\nwhen { resource.personal_data', f'"exec", resource)\n{excepted}'),
    )
    says(refused, hole="SK-999", limit="SK-901", leak="carries personal data out as a file")
