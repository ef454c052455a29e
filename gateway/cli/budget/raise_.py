"""`sekisho budget raise NAME`: one step more for the rest of the day, asked by one supervisor and confirmed by another (R-06)."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.cli.purposes import REASON, purpose_of
from gateway.disclosure.keeping import Door
from gateway.wiring.office_budgets import ask_raise, person_named


@click.command(
    "raise", help="当日だけ閲覧上限を引き上げる（2 名） / Raise a cap for the day; another supervisor confirms."
)
@click.argument("username")
@click.option("--people", type=click.IntRange(0), default=0, show_default=True, help="追加する開示人数 / people to add")
@click.option("--rows", type=click.IntRange(0), default=0, show_default=True, help="追加する伏せ字の行数 / masked rows")
@click.option(
    "--door",
    type=click.Choice([door.value for door in Door]),
    default=Door.DATABASE.value,
    show_default=True,
    help="入口（データベース、シェル） / at which door",
)
@click.option("--reason", help="理由（監査ログに残ります） / why, in one line; it is journalled")
@settings_option
@json_option
@person_options
@ending
def command(
    *,
    username: str,
    people: int,
    rows: int,
    door: str,
    reason: str | None,
    settings_file: Path | None,
    as_json: bool,
    asking: Asking,
) -> None:
    """Ask in the name of a supervisor."""
    why = purpose_of(reason, settings_file, asking, option=REASON)
    with entered(settings_file, asking) as office:
        line = person_named(office, username)
        proposal = ask_raise(office, line.id, people=people, rows=rows, reason=why, door=Door(door))
    if as_json:
        say_json({"proposal": proposal})
        return
    say(f"申請しました（まだ引き上げられていません） / Asked for, not in effect yet: {proposal}")
    say("別の管理監督者に次を依頼してください。 / Have another supervisor read and confirm it:")
    say(f"  sekisho change show {proposal}")
    say(f"  sekisho change confirm {proposal}")
