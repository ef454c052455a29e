"""`sekisho consent end ID`: a consent that counts no more, from this moment. Running sessions that need it are cut."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.wiring.office_clients import end_consent


@click.command("end", help="承諾を終了する / End a consent for good.")
@click.argument("consent")
@click.option("--reason", required=True, help="理由 / why")
@settings_option
@json_option
@person_options
@ending
def command(*, consent: str, reason: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of an administrator."""
    with entered(settings_file, asking) as office:
        found = end_consent(office, consent, reason)
    if as_json:
        say_json({"consent": {"id": found.id, "client": found.client, "employer": found.employer, "ended": True}})
        return
    say(f"終了しました / Ended: {found.id}")
