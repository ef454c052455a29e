from tests.gateway.cli.town import Town, said, told


def test_an_administrator_prepares_the_next_key(town: Town) -> None:
    found = town.as_json("ito", "host-key", "prepare")["host_keys"]
    assert [key["standing"] for key in found][:2] == ["current", "next"]
    assert town.json("host-key", "list")["host_keys"] == found
    changed = town.events("host_key.changed")[-1]
    assert (changed["step"], changed["by_username"], changed["fingerprint"]) == (
        "prepared",
        "ito",
        found[1]["fingerprint"],
    )
    assert told(town.as_("ito", "host-key", "prepare", "--json"), 1)["code"] == "host_key.next-exists"
    said(town.as_("ito", "host-key", "retire", found[1]["fingerprint"], "--json"))


def test_nobody_else_does_and_his_try_is_journalled(town: Town) -> None:
    before = town.json("host-key", "list")
    for name in ("sato", "yamada", "mori"):
        assert told(town.as_(name, "host-key", "prepare", "--json"), 1)["code"] == "role.missing"
        assert town.events("office.refused")[-1]["subject"] == "host-key"
    assert told(town.run("host-key", "prepare", "--json"), 1)["code"] == "entry.nobody"
    assert town.json("host-key", "list") == before
