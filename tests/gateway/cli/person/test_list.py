from tests.gateway.cli.town import CONTRACT_END, Town


def test_accounts_are_listed_without_anything_personal(town: Town) -> None:
    people = {each["username"]: each for each in town.json("person", "list")["people"]}
    assert people["sato"]["roles"] == ["engineer"]
    assert people["sato"]["contract_end"] == CONTRACT_END
    screen = town.run("person", "list").output
    assert "sato" in screen
    assert "一郎" not in screen + str(people)
