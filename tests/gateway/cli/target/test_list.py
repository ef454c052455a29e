from tests.gateway.cli.town import Town


def test_targets_with_accounts_and_personal_data(town: Town) -> None:
    (line,) = [each for each in town.json("target", "list")["targets"] if each["name"] == "callcenter-app"]
    assert (line["accounts"], line["clients"], line["login"]) == (["app"], ["C01"], "certificate")
    assert "あり" in town.run("target", "list").output
