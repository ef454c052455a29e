from tests.gateway.cli.town import Town, told

WISH = ("--target", "callcenter-app", "--purpose", "failure", "--reason", "障害調査", "--hours", "1")


def test_R26_nobody_approves_for_himself_nor_twice(town: Town) -> None:
    shell = town.as_json("sato", "order", "request", *WISH, "--mode", "shell")["order"]["id"]
    assert told(town.as_("sato", "order", "approve", shell, "--json"), 1)["reasons"][0]["rule"] == "AP-102"
    first = town.as_json("yamada", "order", "approve", shell, "--note", "確認済み")["order"]
    assert (first["standing"], first["approvals"]) == ("asked", 1)
    again = told(town.as_("yamada", "order", "approve", shell, "--json"), 1)
    assert [each["rule"] for each in again["reasons"]] == ["AP-107"]
    assert town.as_json("kobayashi", "order", "approve", shell)["order"]["standing"] == "approved"
    own = town.as_json("yamada", "order", "request", *WISH, "--for", "sato")["order"]["id"]
    asked = told(town.as_("yamada", "order", "approve", own, "--json"), 1)
    assert [each["rule"] for each in asked["reasons"]] == ["AP-106"]


def test_a_refused_attempt_is_journalled(town: Town) -> None:
    told(town.as_("mori", "order", "approve", "WO-20261122-0000000000", "--json"), 1)
    last = town.events("order.refused")[-1]
    assert (last["person"], last["rules"]) == (town.people["mori"].id, ["AP-101"])


def test_on_a_screen_the_refusal_says_what_to_do(town: Town) -> None:
    found = town.as_("mori", "order", "approve", "WO-20261122-0000000000")
    assert found.exit_code == 1
    assert "→" in found.stderr
    assert "->" in found.stderr
