"""`sekisho budget release NAME`: a frozen person is shown rows again, within the caps; the journal says who let him (R-06)."""

from pathlib import Path

import click

from gateway.cli.budget.asked import say_asked, say_caps_stay
from gateway.cli.budget.show import plain
from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.escaping import shown
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.cli.purposes import REASON, purpose_of
from gateway.disclosure.keeping import Door
from gateway.wiring.office_budgets import budget_of, person_named, release


@click.command("release", help="表示の凍結を解除する / Let a frozen person go on within the caps.")
@click.argument("username")
@click.option("--reason", help="理由（監査ログに残ります） / why, in one line; it is journalled")
@click.option(
    "--door",
    type=click.Choice([door.value for door in Door]),
    default=Door.DATABASE.value,
    show_default=True,
    help="入口（データベース、シェル） / at which door",
)
@settings_option
@json_option
@person_options
@ending
def command(
    *, username: str, reason: str | None, door: str, settings_file: Path | None, as_json: bool, asking: Asking
) -> None:
    """Do it in the name of a supervisor."""
    why = purpose_of(reason, settings_file, asking, option=REASON)
    with entered(settings_file, asking) as office:
        line = person_named(office, username)
        proposal = release(office, line.id, why, Door(door))
        found = budget_of(office, line)
    if proposal is not None:
        say_asked(proposal, as_json=as_json)
        return
    if as_json:
        say_json({"budget": plain(found)})
        return
    say(f"凍結を解除しました / Released: {shown(username)}")
    say_caps_stay(f"sekisho budget raise {shown(username)} --door {door} --people N")
