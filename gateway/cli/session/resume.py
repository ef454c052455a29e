"""`sekisho session resume ID`: the frozen person of a session goes on at that door, within the caps (R-06).

One supervisor's word is enough for people that were counted; where output was frozen in which nobody could count any, it is
asked for here and another supervisor confirms.
"""

from pathlib import Path

import click

from gateway.cli.budget.asked import say_asked, say_caps_stay
from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.escaping import shown
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.cli.purposes import REASON, purpose_of
from gateway.wiring.office_braking import resume


@click.command("resume", help="凍結を解除して再開する / Let a frozen session go on within the caps.")
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
        proposal = resume(office, session, why)
    if proposal is not None:
        say_asked(proposal, as_json=as_json)
        return
    if as_json:
        say_json({"session": {"id": session, "resumed": True}})
        return
    say(f"再開しました / Resumed: {shown(session)}")
    say_caps_stay(f"sekisho session extend {shown(session)} --people N")
