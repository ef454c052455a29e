"""`sekisho session end ID`: cut a running session within two seconds (R-42). Its evidence is kept."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.escaping import shown
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.cli.purposes import REASON, purpose_of


@click.command("end", help="実行中のセッションを切断する / Cut a running session.")
@click.argument("session")
@click.option("--reason", help="理由（監査ログに残ります） / why, in one line; it is journalled")
@settings_option
@json_option
@person_options
@ending
def command(session: str, reason: str | None, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of a supervisor or auditor."""
    why = purpose_of(reason, settings_file, asking, option=REASON)
    with entered(settings_file, asking) as office:
        office.cut(session, why)
    if as_json:
        say_json({"session": {"id": session, "cut": True}})
        return
    say(f"切断しました / Cut: {shown(session)}")
