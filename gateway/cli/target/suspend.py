"""`sekisho target suspend NAME`: out of service until somebody registers otherwise."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.cli.target.list import plain
from gateway.vocabulary.identity import Standing
from gateway.wiring.office_targets import set_target


@click.command(
    "suspend", help="接続先を停止する（--resume で再開） / Take a target out of service, or back with --resume."
)
@click.argument("name")
@click.option("--resume", is_flag=True, help="停止を解除する / put it back into service")
@settings_option
@json_option
@person_options
@ending
def command(name: str, resume: bool, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of an administrator."""
    with entered(settings_file, asking) as office:
        target = set_target(office, name, Standing.ACTIVE if resume else Standing.SUSPENDED)
    if as_json:
        say_json({"target": plain(target)})
        return
    say(f"{'再開しました / Resumed' if resume else '停止しました / Suspended'}: {target.name}")
