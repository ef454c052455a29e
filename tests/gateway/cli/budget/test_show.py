from gateway.disclosure.asking import Taken
from tests.gateway.cli.budget.at_the_database import AtTheDatabase
from tests.gateway.cli.town import Town, told


def test_R06_what_was_used_and_what_is_left_at_most(town: Town, at_the_database: AtTheDatabase) -> None:
    rows = town.json("budget", "show", "sato")["budgets"][0]["uses"][0]["rows_day"]
    before, cap = rows["used"], rows["cap"]  # two supervisors may have raised it in another test of this town
    assert cap in (1000, 1100)
    taken = at_the_database.take(3)
    assert isinstance(taken, Taken)
    at_the_database.settle(3, back=taken.ahead["C01"])
    (found,) = town.json("budget", "show", "sato")["budgets"]
    assert found["uses"][0]["client"] is None
    assert found["uses"][0]["rows_day"] == {"used": before + 3, "cap": cap, "left": cap - before - 3}
    assert found["uses"][1]["client"] == "C01"
    assert found["uses"][1]["days_365"]["cap"] in (1500, 1505)
    said = town.run("budget", "show")
    assert said.exit_code == 0
    assert f"{before + 3}/{cap}" in said.stdout
    assert "合計/all" in said.stdout


def test_a_person_nobody_knows(town: Town) -> None:
    assert told(town.run("budget", "show", "nobody", "--json"), 1)["code"] == "person.absent"
