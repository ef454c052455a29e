"""`sekisho session freeze ID`: its person is shown nothing more at that door, within a second, until a supervisor resumes."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.escaping import shown
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.cli.purposes import REASON, purpose_of
from gateway.wiring.office_braking import freeze


@click.command("freeze", help="表示と入力を凍結する / Freeze a running session: nothing is shown or typed.")
@click.argument("session")
@click.option("--reason", help="理由（監査ログに残ります） / why, in one line; it is journalled")
@settings_option
@json_option
@person_options
@ending
def command(session: str, reason: str | None, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of a supervisor."""
    why = purpose_of(reason, settings_file, asking, option=REASON)
    with entered(settings_file, asking) as office:
        freeze(office, session, why)
    if as_json:
        say_json({"session": {"id": session, "frozen": True}})
        return
    say(
        f"凍結しました（15 分以内に再開しなければ切断されます） / Frozen; cut in 15 minutes unless resumed: {shown(session)}"
    )
