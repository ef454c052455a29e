"""`sekisho hold lift ID`: ask that a legal hold be lifted; another auditor or administrator confirms it (R-87)."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.wiring.office_holds import ask_lift


@click.command("lift", help="保全の解除を申請する（2 名） / Ask that a hold be lifted; another person confirms.")
@click.argument("hold")
@click.option("--reason", required=True, help="理由 / why")
@settings_option
@json_option
@person_options
@ending
def command(*, hold: str, reason: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Ask in the name of an auditor or administrator."""
    with entered(settings_file, asking) as office:
        proposal = ask_lift(office, hold, reason)
    if as_json:
        say_json({"proposal": proposal})
        return
    say(f"申請しました（保全はまだ続いています） / Asked for; the hold still stands: {proposal}")
    say("別の監査者またはアカウント管理者に次を依頼してください。 / Have another auditor or administrator confirm it:")
    say(f"  sekisho change confirm {proposal}")
