import pytest
from click.testing import CliRunner

from gateway.cli.main import GROUPS, command
from tests.gateway.cli.town import Town, told


def test_nothing_waits_at_first_and_an_unknown_one_is_said(town: Town) -> None:
    assert "（なし / none）" in town.run("change", "list").output or "CH-" in town.run("change", "list").output
    assert told(town.run("change", "show", "CH-20260101-0000000000", "--json"), 1)["code"] == "proposal.absent"


@pytest.mark.parametrize(
    ("group", "verb"),
    [(group, verb) for group in ("person", "terminal", "target", "change") for verb in GROUPS[group][1]],
)
def test_every_verb_says_in_both_languages_what_it_does_and_takes_no_secret(group: str, verb: str) -> None:
    told_of = CliRunner().invoke(command(), [group, verb, "--help"]).output
    assert " / " in told_of
    assert not told_of.isascii()
    assert "--password " not in told_of
    assert "--secret " not in told_of
