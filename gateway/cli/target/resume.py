"""`sekisho target resume NAME`: back into service."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.cli.target.list import plain
from gateway.vocabulary.identity import Standing
from gateway.wiring.office_targets import set_target


@click.command("resume", help="停止を解除する / Put a target back into service.")
@click.argument("name")
@settings_option
@json_option
@person_options
@ending
def command(name: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of an administrator."""
    with entered(settings_file, asking) as office:
        target = set_target(office, name, Standing.ACTIVE)
    if as_json:
        say_json({"target": plain(target)})
        return
    say(f"再開しました / Resumed: {target.name}")
