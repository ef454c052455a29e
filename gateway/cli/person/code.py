"""`sekisho person code NAME`: another secret of one-time codes, shown once; good when another administrator confirmed it."""

from pathlib import Path

import click

from gateway.cli.change.asked import tell_asked
from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.person.add import provisioning_uri, show_code_secret
from gateway.cli.printing import say_json
from gateway.wiring.office_person_change import reset_factors
from gateway.wiring.office_proofs import new_code_secret


@click.command(
    "code",
    help="ワンタイムコードを再発行する（別の管理者の確認が必要） / Reissue the one-time codes (another administrator confirms).",
)
@click.argument("username")
@settings_option
@json_option
@person_options
@ending
def command(username: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Ask in the name of an administrator; until it is confirmed the old codes are good and the new ones are not."""
    secret = new_code_secret()
    with entered(settings_file, asking) as office:
        proposal = reset_factors(office, username, password=None, code_secret=secret)
    uri = provisioning_uri(username, secret)
    if as_json:
        say_json({"change": proposal, "username": username, "totp_uri": uri})
        return
    tell_asked(proposal)
    show_code_secret(uri)
