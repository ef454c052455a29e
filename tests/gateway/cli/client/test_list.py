from tests.gateway.cli.town import Town


def test_the_list_by_id(town: Town) -> None:
    found = town.json("client", "list")["clients"]
    assert found
    assert found == sorted(found, key=lambda each: each["id"])
    assert found[0]["name"] in town.run("client", "list").output
