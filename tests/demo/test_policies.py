"""The demo's policies are the shipped ones with its own folders, and they load."""

import tomllib
from pathlib import Path

from deploy.demo_stack.policies import place_policies
from gateway.authorization.loader import load


def test_the_call_centres_folders_are_where_its_commands_look(tmp_path: Path) -> None:
    place_policies(tmp_path / "policies", "callcenter-app", tmp_path / "data")
    offer = load(tmp_path / "policies").commands.offer("failure", "callcenter-app")
    assert offer.roots["logs"].paths == (str(tmp_path / "data" / "log"),)
    assert offer.roots["edited"].paths == (str(tmp_path / "data" / "etc"),)
    assert not offer.roots["logs"].admits(str(tmp_path / "data" / "customers.csv"))


def test_every_start_begins_with_the_shipped_ones(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        place_policies(tmp_path / "policies", "callcenter-app", tmp_path / folder)
    text = (tmp_path / "policies" / "commands" / "work_types.toml").read_text()
    assert list(tomllib.loads(text)["target"]) == ["callcenter-app"]
    assert "two/log" in text
    assert "one/log" not in text
