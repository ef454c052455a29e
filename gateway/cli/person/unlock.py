"""`sekisho person unlock NAME`: forget counted failures and the lock they led to; the journal says who did it (R-16)."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.person.list import plain
from gateway.cli.printing import say, say_json
from gateway.wiring.office_person_change import lift_lock


@click.command("unlock", help="ロックを解除する / Lift a lock-out.")
@click.argument("username")
@settings_option
@json_option
@person_options
@ending
def command(username: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of an administrator."""
    with entered(settings_file, asking) as office:
        line = lift_lock(office, username)
    if as_json:
        say_json({"person": plain(line)})
        return
    say(f"ロックを解除しました / Unlocked: {line.username}")
