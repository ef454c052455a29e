"""`sekisho change withdraw ID`: the asked change never takes effect."""

from pathlib import Path

import click

from gateway.cli.change.list import plain
from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.wiring.office_second import withdraw


@click.command("withdraw", help="確認待ちの変更を取り下げる / Withdraw an asked change.")
@click.argument("proposal")
@settings_option
@json_option
@person_options
@ending
def command(proposal: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of an administrator."""
    with entered(settings_file, asking) as office:
        found = plain(office, withdraw(office, proposal))
    if as_json:
        say_json({"change": found})
        return
    say(f"取り下げました / Withdrawn: {found['id']}")
