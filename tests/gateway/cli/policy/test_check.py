import json
import shutil
from pathlib import Path

from tests.gateway.cli.town import POLICIES, Town, said


def test_the_policy_in_force_is_fit(town: Town) -> None:
    found = town.json("policy", "check")["policy"]
    assert found["fit"] is True
    assert len(found["digest"]) == 64
    said_to_people = town.run("policy", "check").output
    assert found["digest"] in said_to_people
    assert found["cases"] > 50
    assert f"事例 {found['cases']} 件はすべて期待どおりです / Fit for use: all {found['cases']} cases" in said_to_people


def test_an_unknown_key_is_named_with_the_nearest_valid_one(town: Town, tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    shutil.copytree(POLICIES, folder)
    said(town.run("policy", "check", str(folder), "--json", settings=False))
    roles = folder / "roles.toml"
    roles.write_text(roles.read_text().replace('"order.judge"', '"order.juge"'))
    found = town.run("policy", "check", str(folder), settings=False)
    assert found.exit_code == 1
    assert "roles.toml" in found.stderr
    assert "order.judge" in found.stderr


def test_R03_rules_that_contradict_are_named_with_the_leak_that_would_remain(town: Town, tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    shutil.copytree(POLICIES, folder)
    permits = folder / "access/permits.cedar"
    permits.write_text(permits.read_text(encoding="utf-8").replace(" painted", ""), encoding="utf-8")
    found = town.run("policy", "check", str(folder), settings=False)
    assert found.exit_code == 1
    for words in (
        "SK-901",
        "SK-304",
        "access/permits.cedar",
        "access/capability.cedar",
        "残る漏えい",
        "The leak that would remain",
    ):
        assert words in found.stderr
    told = town.run("policy", "check", str(folder), "--json", settings=False)
    contradictions = json.loads(told.stdout)["policy"]["contradictions"]
    assert {each["hole"]["id"] for each in contradictions} == {"SK-901", "SK-902", "SK-904"}
    assert all(each["leak"]["ja"] and each["mend"]["en"] and each["limit"]["file"] for each in contradictions)
