from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from gateway.cli.options import Asking, person_options, settings_of, settings_option, words
from gateway.settings.reading import SettingsRefused
from gateway.work_orders.order import Mode


@click.command()
@click.option("--mode", type=words(Mode))
@settings_option
@person_options
def command(mode: str | None, settings_file: Path | None, asking: Asking) -> None:
    click.echo(f"{mode} {settings_file} {asking.name} {asking.from_stdin}")


def run(*args: str, **environment: str) -> str:
    return CliRunner().invoke(command, list(args), env={"SEKISHO_SETTINGS": None, **environment}).output.strip()


def test_settings_come_from_the_option_or_the_environment() -> None:
    assert run("--settings", "a.toml", SEKISHO_SETTINGS="b.toml") == "None a.toml None False"
    assert run(SEKISHO_SETTINGS="b.toml") == "None b.toml None False"
    assert run() == "None None None False"


def test_a_person_is_named_never_with_his_secrets() -> None:
    assert run("--as", "sato", "--password-stdin", "--mode", "shell") == "shell None sato True"
    names = {option for parameter in command.params for option in parameter.opts}
    assert not names & {"--password", "--code"}
    assert all(parameter.envvar in (None, "SEKISHO_SETTINGS") for parameter in command.params)


def test_without_settings_the_words_say_what_to_do() -> None:
    with pytest.raises(SettingsRefused, match="--settings"):
        settings_of(None)


def test_choices_are_spelled_as_everywhere() -> None:
    assert list(words(Mode).choices) == ["commands", "shell"]
