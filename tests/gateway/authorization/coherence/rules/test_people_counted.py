from tests.gateway.authorization.coherence.an_incoherence import PERMITS, found, says


def test_R10_an_upload_counts_people_while_standard_input_does_not(tmp_path):
    refused = found(tmp_path, (PERMITS, "people-counted painted", "painted"))
    says(refused, hole="SK-902", limit="SK-903", leak="without its people being counted")


def test_R10_standard_input_counts_people_while_an_upload_does_not(tmp_path):
    refused = found(tmp_path, (PERMITS, "files-limited people-counted", "files-limited"))
    says(refused, hole="SK-903", limit="SK-902", leak="without its people being counted")
