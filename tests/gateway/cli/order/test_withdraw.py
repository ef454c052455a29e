from tests.gateway.cli.town import Town, told

WISH = ("--target", "callcenter-app", "--purpose", "failure", "--reason", "障害調査", "--hours", "1")


def test_the_order_ends_with_a_reason_in_the_journal(town: Town) -> None:
    order = town.as_json("sato", "order", "request", *WISH)["order"]["id"]
    after = town.as_json("yamada", "order", "withdraw", order, "--reason", "時間帯の変更")["order"]
    assert after["standing"] == "withdrawn"
    last = town.events("order.withdrawn")[-1]
    assert (last["order"], last["reason"], last["person"]) == (order, "時間帯の変更", town.people["yamada"].id)
    assert told(town.as_("kobayashi", "order", "approve", order, "--json"), 1)["reasons"][0]["rule"] == "AP-108"


def test_a_reason_is_needed(town: Town) -> None:
    assert town.run("order", "withdraw", "WO-20261122-0000000000").exit_code == 2
