from tests.gateway.cli.town import Town, told


def test_R06_one_supervisor_asks_and_another_confirms(town: Town) -> None:
    step = ("budget", "raise", "sato", "--people", "5", "--rows", "100", "--reason", "障害調査を続ける")
    assert told(town.as_("ito", *step, "--json"), 1)["code"] == "role.missing"
    proposal = town.as_json("yamada", *step)["proposal"]
    assert town.json("budget", "show", "sato")["budgets"][0]["waiting"] == [proposal]
    shown = town.run("change", "show", proposal)
    assert "閲覧上限を引き上げ" in shown.stdout
    assert "障害調査を続ける" in shown.stdout
    assert told(town.as_("yamada", "change", "confirm", proposal, "--json"), 1)["code"] == "four-eyes"
    assert told(town.as_("ito", "change", "confirm", proposal, "--json"), 1)["code"] == "role.missing"
    town.as_json("kobayashi", "change", "confirm", proposal)
    (found,) = town.json("budget", "show", "sato")["budgets"]
    assert found["added"] == {"people": 5, "rows": 100}
    assert found["uses"][0]["day"]["cap"] == 55
    assert told(town.as_("yamada", *step, "--json"), 1)["code"] == "budget.not-raised"
    raised = town.events("disclosure.raised")[-1]
    assert raised["supervisors"] == ["yamada", "kobayashi"]


def test_R06_more_than_one_sessions_worth_is_no_step(town: Town) -> None:
    for amount in (("--people", "21"), ("--rows", "201"), ()):
        found = told(town.as_("yamada", "budget", "raise", "sato", *amount, "--reason", "x", "--json"), 1)
        assert found["code"] == "budget.not-raised"
