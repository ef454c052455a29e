from tests.gateway.cli.town import Town, told


def test_one_target_in_full(town: Town) -> None:
    assert town.json("target", "show", "callcenter-app")["target"]["host_keys"][0].startswith("SHA256:")
    assert "127.0.0.1:22" in town.run("target", "show", "callcenter-app").output


def test_a_target_nobody_knows(town: Town) -> None:
    refused = told(town.run("target", "show", "x\x1b[2J", "--json"), 1)
    assert refused["code"] == "target.absent"
    assert "\x1b" not in refused["ja"]
