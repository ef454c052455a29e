from tests.gateway.cli.town import Town, told


def test_a_permit_is_explained_with_its_conditions(town: Town, order: str) -> None:
    found = town.run("policy", "explain", "sato", "callcenter-app", "--order", order)
    assert found.exit_code == 0, found.output
    assert "許可" in found.output
    assert town.json("policy", "explain", "sato", "callcenter-app", "--order", order)["permitted"] is True


def test_a_refusal_names_its_rules(town: Town, order: str) -> None:
    found = town.run("policy", "explain", "sato", "callcenter-app", "--at", "2020-01-01T00:00", "--order", order)
    assert found.exit_code == 1
    assert "SK-" in found.output
    assert town.run("policy", "explain", "yamada", "callcenter-app").exit_code == 1


def test_what_is_not_registered_is_said(town: Town) -> None:
    explain = ("policy", "explain")
    assert told(town.run(*explain, "nobody1", "callcenter-app", "--json"), 1)["code"] == "person.absent"
    assert told(town.run(*explain, "sato", "nowhere", "--json"), 1)["code"] == "target.absent"
    assert (
        told(town.run(*explain, "sato", "callcenter-app", "--terminal", "x", "--json"), 1)["code"] == "terminal.absent"
    )
