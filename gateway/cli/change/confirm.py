"""`sekisho change confirm ID`: the second signature; from then on the change is in effect (R-16, R-22)."""

from pathlib import Path

import click

from gateway.cli.change.list import plain
from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.wiring.office_second import confirm


@click.command("confirm", help="別の管理者の変更を確認し、有効にする / Confirm what another administrator asked for.")
@click.argument("proposal")
@settings_option
@json_option
@person_options
@ending
def command(proposal: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of an administrator."""
    with entered(settings_file, asking) as office:
        found = plain(office, confirm(office, proposal))
    if as_json:
        say_json({"change": found})
        return
    say(f"確認しました。変更は有効です / Confirmed, in effect: {found['id']}")
