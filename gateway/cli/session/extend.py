"""`sekisho session extend ID`: one step more for the rest of the day, asked by one supervisor and confirmed by another (R-06)."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.cli.purposes import REASON, purpose_of
from gateway.wiring.office_braking import ask_extend


@click.command(
    "extend",
    help="当日だけ閲覧上限を追加して再開する（2 名） / Add to the cap for the day; another supervisor confirms.",
)
@click.argument("session")
@click.option("--people", type=click.IntRange(0), default=0, show_default=True, help="追加する人数 / people to add")
@click.option("--rows", type=click.IntRange(0), default=0, show_default=True, help="追加する伏せ字の行数 / masked rows")
@click.option("--reason", help="理由（監査ログに残ります） / why, in one line; it is journalled")
@settings_option
@json_option
@person_options
@ending
def command(
    *,
    session: str,
    people: int,
    rows: int,
    reason: str | None,
    settings_file: Path | None,
    as_json: bool,
    asking: Asking,
) -> None:
    """Ask in the name of a supervisor."""
    why = purpose_of(reason, settings_file, asking, option=REASON)
    with entered(settings_file, asking) as office:
        proposal = ask_extend(office, session, people=people, rows=rows, reason=why)
    if as_json:
        say_json({"proposal": proposal})
        return
    say(f"申請しました（まだ追加されていません） / Asked for, not in effect yet: {proposal}")
    say("別の管理監督者に次を依頼してください。 / Have another supervisor read and confirm it:")
    say(f"  sekisho change show {proposal}")
    say(f"  sekisho change confirm {proposal}")
