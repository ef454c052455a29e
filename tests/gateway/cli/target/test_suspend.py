from tests.gateway.cli.town import Town


def test_out_of_service_and_back(town: Town) -> None:
    assert town.as_json("ito", "target", "suspend", "callcenter-app")["target"]["standing"] == "suspended"
    back = town.as_("ito", "target", "suspend", "callcenter-app", "--resume")
    assert back.exit_code == 0
    assert "再開しました / Resumed" in back.output
