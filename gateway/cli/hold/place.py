"""`sekisho hold place CLIENT`: a legal hold: nothing of the client's recordings of a period goes, whatever its age (R-87)."""

from datetime import datetime
from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.wiring.office_holds import place

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    "place", help="保全する（リーガルホールド） / Keep a client's recordings of a period from being destroyed."
)
@click.argument("client")
@click.option("--since", type=_DAY, required=True, help="最初の日（日本時間） / first day, Japan time")
@click.option("--until", type=_DAY, required=True, help="最後の日 / last day")
@click.option("--reason", required=True, help="理由 / why")
@click.option("--case", "reference", required=True, help="案件番号（警察・PPC・委託元） / number of the case")
@settings_option
@json_option
@person_options
@ending
def command(
    *,
    client: str,
    since: datetime,
    until: datetime,
    reason: str,
    reference: str,
    settings_file: Path | None,
    as_json: bool,
    asking: Asking,
) -> None:
    """Do it in the name of one auditor or administrator."""
    with entered(settings_file, asking) as office:
        hold = place(office, client, since.date(), until.date(), reason=reason, reference=reference)
    if as_json:
        say_json({"hold": hold})
        return
    say(f"保全しました / Placed: {hold}")
    say("対象のファイルと SHA-256 の一覧 / Files in its scope, with their SHA-256:")
    say(f"  sekisho hold list {hold} --files")
