from tests.gateway.cli.town import Town, told


def test_an_administrator_suspends_and_the_journal_knows(town: Town) -> None:
    line = town.as_json("ito", "person", "suspend", "kobayashi")["person"]
    assert line["standing"] == "suspended"
    last = town.events("office.committed")[-1]
    assert (last["change"], last["by_username"], last["facts"]["standing"]) == ("PersonChanged", "ito", "suspended")
    assert town.as_("ito", "person", "resume", "kobayashi").exit_code == 0


def test_others_may_not(town: Town) -> None:
    assert told(town.as_("yamada", "person", "suspend", "sato", "--json"), 1)["code"] == "role.missing"
    assert told(town.as_("ito", "person", "suspend", "nobody1", "--json"), 1)["code"] == "person.absent"
