"""`sekisho order withdraw ID`."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.order.outcome import tell


@click.command("withdraw", help="作業申請を取り下げる / Withdraw an order.")
@click.argument("order")
@click.option("--reason", required=True, help="理由 / why, in one line")
@settings_option
@json_option
@person_options
@ending
def command(order: str, reason: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of whoever may."""
    with entered(settings_file, asking) as office:
        answer = office.desk().withdraw(order, by=office.require_person().person, reason=reason)
    tell(answer, as_json=as_json)
