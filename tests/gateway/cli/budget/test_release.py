from gateway.disclosure.asking import Stopped, Taken
from tests.gateway.cli.budget.at_the_database import AtTheDatabase
from tests.gateway.cli.town import Town, told


def test_R06_a_supervisor_releases_what_a_cap_froze(town: Town, at_the_database: AtTheDatabase) -> None:
    assert isinstance(at_the_database.take(1101), Stopped)
    (frozen,) = town.json("budget", "show", "sato")["budgets"]
    assert frozen["frozen"]["session"] == at_the_database.id
    assert {each["span"] for each in frozen["frozen"]["exceeded"]} == {"rows_day"}
    assert "凍結中" in town.run("budget", "show").stdout
    release = ("budget", "release", "sato", "--reason", "本人に確認した", "--json")
    for nobody in ("sato", "ito", "mori"):
        assert told(town.as_(nobody, *release), 1)["code"] == "role.missing"
    assert town.as_json("yamada", *release[:-1])["budget"]["frozen"] is None
    released = town.events("disclosure.released")[-1]
    assert (released["supervisor"], released["reason"], released["person"]) == (
        "yamada", "本人に確認した", town.people["sato"].id,
    )  # fmt: skip
    assert told(town.as_("yamada", *release), 1)["code"] == "stale"
    assert isinstance(at_the_database.take(1), Taken)
    alarm = [each for each in town.json("alarm", "list")["alarms"] if each["kind"] == "disclosure.frozen"][-1]
    assert "閲覧上限" in alarm["ja"]
