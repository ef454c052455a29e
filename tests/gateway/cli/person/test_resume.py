from tests.gateway.cli.town import Town


def test_a_suspension_is_lifted(town: Town) -> None:
    town.as_("ito", "person", "suspend", "kobayashi")
    found = town.as_("ito", "person", "resume", "kobayashi")
    assert found.exit_code == 0
    assert "kobayashi" in found.output
    (line,) = [each for each in town.json("person", "list")["people"] if each["username"] == "kobayashi"]
    assert line["standing"] == "active"
