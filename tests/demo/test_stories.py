"""The stories that the demo tells: each rule is in one, every command in them exists, and each folder's name can be pasted."""

import shlex
from pathlib import Path

import click
import pytest

from deploy.callcentre.customers import customers
from deploy.demo_stack.call_centre import PORT_NAMES, CallCentre
from deploy.demo_stack.call_centre import build as built
from deploy.demo_stack.greeting import story_lines
from deploy.demo_stack.layout import Layout
from deploy.demo_stack.provision import PlacedCanary
from deploy.demo_stack.sekisho import Sekisho
from deploy.demo_stack.stories import Story, stories
from gateway.cli.main import command as sekisho

WALKED = {"R-05", "R-06", "R-07", "R-25", "R-47", "R-48", "R-64"}


def _told(base: Path) -> tuple[CallCentre, list[Story]]:
    layout = Layout(base)
    centre = built(layout, dict.fromkeys(PORT_NAMES, 1))
    canary = PlacedCanary(id="CN-1", customer=next(customers(1)))
    served = Sekisho(layout=layout, ssh_port=1, postgres_port=2, office_port=3, mail_port=4)
    return centre, stories(centre, served, [canary])


def test_R97_each_rule_of_the_round_is_in_a_story(tmp_path: Path) -> None:
    _, told = _told(tmp_path)
    assert {rule for story in told for rule in story.shows} == WALKED
    assert {"sato", "suzuki", "yamada", "mori"} <= {name for story in told for name in story.who.split(", ")}
    for story in told:
        assert story.types
        assert story.seen.ja != story.seen.en


def test_R97_every_command_of_a_story_exists_with_its_options(tmp_path: Path) -> None:
    _, told = _told(tmp_path)
    verbs = [shlex.split(line)[1:] for story in told for line in story.types if line.startswith("sekisho ")]
    assert len(verbs) >= 6
    for words in verbs:
        command, rest = _found(words)
        with command.make_context(words[0], rest, resilient_parsing=False) as context:
            assert context.params


def test_an_option_that_is_not_there_is_found() -> None:
    command, rest = _found(["session", "resume", "S-1", "--until", "noon"])
    with pytest.raises(click.NoSuchOption):
        command.make_context("resume", rest)


@pytest.mark.parametrize("folder", ["plain", "with blank", "it's", "雪"])
def test_R97_lines_can_be_pasted_wherever_the_state_lies(tmp_path: Path, folder: str) -> None:
    centre, told = _told(tmp_path / folder)
    lines = [line.strip() for line in story_lines(told)]
    cat = next(line for line in lines if line.startswith("cat "))
    assert shlex.split(cat) == ["cat", str(centre.people_log)]
    (asked,) = [shlex.split(line) for line in lines if " --file " in line]
    assert asked[asked.index("--file") + 1] == str(centre.layout.complaints)


def _found(words: list[str]) -> tuple[click.Command, list[str]]:
    command: click.Command | None = sekisho()
    rest = list(words)
    while isinstance(command, click.Group):
        command = command.get_command(click.Context(command), rest.pop(0))
    assert command is not None, words
    return command, rest
