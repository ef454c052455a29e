from tests.gateway.cli.town import Town


def test_orders_are_filtered_by_person_and_standing(town: Town, order: str) -> None:
    approved = town.json("order", "list", "--person", "sato", "--standing", "approved")["orders"]
    assert order in [each["id"] for each in approved]
    assert town.json("order", "list", "--person", "yamada")["orders"] == []
    assert len(town.json("order", "list", "--limit", "1")["orders"]) == 1
    assert order in town.run("order", "list").output
