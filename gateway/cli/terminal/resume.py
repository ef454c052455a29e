"""`sekisho terminal resume NAME`."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.escaping import shown
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.cli.terminal.list import plain
from gateway.vocabulary.identity import Standing
from gateway.wiring.office_register import set_terminal


@click.command("resume", help="保守端末の停止を解除する / Put a terminal back into use.")
@click.argument("name")
@settings_option
@json_option
@person_options
@ending
def command(name: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of an administrator."""
    with entered(settings_file, asking) as office:
        terminal = set_terminal(office, name, Standing.ACTIVE)
    if as_json:
        say_json({"terminal": plain(terminal)})
        return
    say(f"再開しました / Resumed: {shown(terminal.name)}")
