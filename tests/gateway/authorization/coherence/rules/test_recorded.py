from tests.gateway.authorization.coherence.an_incoherence import PERMITS, a_permit, found, says


def test_R11_a_single_command_that_nobody_records(tmp_path):
    refused = found(
        tmp_path, (PERMITS, "recorded ends-at environment people-counted", "ends-at environment people-counted")
    )
    one = says(refused, hole="SK-902", limit="SK-901", leak="unrecorded session")
    assert one.hole.title.ja == "対象 での単独コマンド実行"
    assert "録画のない接続" in refused.text.ja
    assert (refused.file, refused.key) == (PERMITS, "SK-902")


def test_R23_a_session_without_an_end(tmp_path):
    says(
        found(tmp_path, (PERMITS, "recorded ends-at environment write", "recorded environment write")),
        hole="SK-903",
        limit="SK-901",
        leak="after its window",
    )


def test_R11_a_permit_for_one_person_in_particular_counts_as_well(tmp_path):
    permit = a_permit("SK-999", "ends-at painted", '(principal == Person::"P-7", action == Action::"shell", resource)')
    says(found(tmp_path, (PERMITS, "", permit)), hole="SK-999", limit="SK-901", leak="unrecorded session")
