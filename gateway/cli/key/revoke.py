"""`sekisho key revoke FINGERPRINT`: a key of a person or terminal that is good no more. It never comes back."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.escaping import shown
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.wiring.office_keys import revoke_key


@click.command("revoke", help="鍵を失効させる（元に戻せません） / Revoke a key for good.")
@click.argument("fingerprint")
@settings_option
@json_option
@person_options
@ending
def command(fingerprint: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of an administrator."""
    with entered(settings_file, asking) as office:
        revoke_key(office, fingerprint)
    if as_json:
        say_json({"key": {"fingerprint": fingerprint, "revoked": True}})
        return
    say(f"失効させました / Revoked: {shown(fingerprint)}")
