"""`sekisho ca revoke NAME`: no certificate of this authority is taken any more. It never comes back."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.escaping import shown
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.wiring.office_authorities import revoke_authority


@click.command("revoke", help="認証局を失効させる（元に戻せません） / Revoke an authority for good.")
@click.argument("name")
@settings_option
@json_option
@person_options
@ending
def command(name: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of an administrator."""
    with entered(settings_file, asking) as office:
        revoke_authority(office, name)
    if as_json:
        say_json({"ca": {"name": name, "revoked": True}})
        return
    say(f"失効させました / Revoked: {shown(name)}")
