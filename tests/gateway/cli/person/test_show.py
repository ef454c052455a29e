from tests.gateway.cli.town import Town, told


def test_names_are_shown_to_an_administrator_alone(town: Town) -> None:
    assert town.json("person", "show", "sato")["person"]["personal"] is None
    shown = town.as_json("ito", "person", "show", "sato")["person"]
    assert shown["personal"]["name"] == "SATO 一郎"
    assert shown["personal"]["number"] == "E001"
    assert all(key["fingerprint"].startswith("SHA256:") for key in shown["keys"])
    refused = told(town.as_("yamada", "person", "show", "sato", "--json"), 1)
    assert refused["code"] == "role.missing"
    assert "管理者" in refused["ja"]


def test_the_screen_says_how_to_see_names(town: Town) -> None:
    screen = town.run("person", "show", "sato").output
    assert "--as" in screen
    assert "SHA256:" in screen


def test_nobody_of_that_name(town: Town) -> None:
    assert told(town.run("person", "show", "x\x1b[2J", "--json"), 1)["code"] == "person.absent"
