import sys

import click
import pytest
from click.testing import CliRunner

from gateway.cli.lazy import LazyGroup, Verb

GROUP = LazyGroup("top", "help", {"check": Verb("policy.check", "checks"), "lost": Verb("options", "none")})


def test_listing_verbs_loads_none() -> None:
    before = set(sys.modules)
    found = CliRunner().invoke(GROUP, ["--help"])
    assert found.exit_code == 0
    assert "checks" in found.output
    assert not {name for name in set(sys.modules) - before if name.startswith("gateway.authorization")}


def test_a_verb_is_loaded_when_it_is_asked_for() -> None:
    assert isinstance(Verb("policy.check", "").load(), click.Command)
    assert GROUP.list_commands(click.Context(GROUP)) == ["check", "lost"]


def test_a_module_without_a_command_is_a_defect() -> None:
    with pytest.raises(AttributeError):
        Verb("options", "").load()


@pytest.mark.parametrize("args", [["nothing"], ["--wrong"], ["check", "--wrong"]])
def test_R95_wrong_use_is_told_in_japanese_with_status_2(args: list[str]) -> None:
    found = CliRunner().invoke(GROUP, args)
    assert found.exit_code == 2
    assert "使い方" in found.output
