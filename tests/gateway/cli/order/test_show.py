from tests.gateway.cli.town import Town, told


def test_an_order_with_its_approvers(town: Town, order: str) -> None:
    shown = town.json("order", "show", order)["order"]
    assert shown["approvers"] == ["yamada", "kobayashi"]
    assert (shown["approvals"], shown["approvals_needed"], shown["standing"]) == (2, 2, "approved")
    assert "承認済み" in town.run("order", "show", order).output


def test_no_such_order(town: Town) -> None:
    assert told(town.run("order", "show", "WO-1", "--json"), 1)["code"] == "order.absent"
