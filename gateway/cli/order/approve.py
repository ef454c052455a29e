"""`sekisho order approve ID`."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.order.outcome import tell


@click.command("approve", help="作業申請を承認する / Approve an order.")
@click.argument("order")
@click.option("--note", help="メモ / a note, in one line")
@settings_option
@json_option
@person_options
@ending
def command(order: str, note: str | None, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of a supervisor."""
    with entered(settings_file, asking) as office:
        answer = office.desk().approve(order, by=office.require_person().person, note=note)
    tell(answer, as_json=as_json)
