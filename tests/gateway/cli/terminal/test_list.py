from tests.gateway.cli.town import Town


def test_terminals_with_place_key_and_standing(town: Town) -> None:
    (line,) = [each for each in town.json("terminal", "list")["terminals"] if each["name"] == "pc-1"]
    assert (line["site"], line["standing"], line["id"]) == ("東京", "active", town.terminal)
    assert "pc-1" in town.run("terminal", "list").output
