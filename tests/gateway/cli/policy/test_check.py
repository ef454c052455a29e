import shutil
from pathlib import Path

from tests.gateway.cli.town import POLICIES, Town, said


def test_the_policy_in_force_is_fit(town: Town) -> None:
    found = town.json("policy", "check")["policy"]
    assert found["fit"] is True
    assert len(found["digest"]) == 64
    assert found["digest"] in town.run("policy", "check").output


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
