"""`sekisho client canary remove ID`: a canary person that alarms no more; what stood of it in the journal stays."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.escaping import shown
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.cli.purposes import REASON, purpose_of
from gateway.wiring.office_canaries import remove_canary


@click.command("remove", help="カナリアを外す / Let a canary person go.")
@click.argument("canary")
@click.option("--reason", help="理由（監査ログに残ります） / why, in one line; it is journalled")
@settings_option
@json_option
@person_options
@ending
def command(*, canary: str, reason: str | None, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of a supervisor."""
    why = purpose_of(reason, settings_file, asking, option=REASON)
    with entered(settings_file, asking) as office:
        remove_canary(office, canary, why)
    if as_json:
        say_json({"canary": canary})
        return
    say(f"外しました / Removed: {shown(canary)}")
