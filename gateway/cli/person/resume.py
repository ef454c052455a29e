"""`sekisho person resume NAME`."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.person.list import plain
from gateway.cli.printing import say, say_json
from gateway.vocabulary.identity import Standing
from gateway.wiring.office_person_change import set_standing


@click.command("resume", help="停止を解除する / Lift a suspension.")
@click.argument("username")
@settings_option
@json_option
@person_options
@ending
def command(username: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of an administrator."""
    with entered(settings_file, asking) as office:
        line = set_standing(office, username, Standing.ACTIVE)
    if as_json:
        say_json({"person": plain(line)})
        return
    say(f"再開しました / Resumed: {line.username}")
