"""`sekisho person password NAME`: another password, in effect when another administrator has confirmed it (R-16)."""

from pathlib import Path

import click

from gateway.cli.change.asked import tell_asked
from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.person.add import new_password
from gateway.cli.printing import say_json
from gateway.wiring.office_person_change import reset_factors


@click.command(
    "password",
    help="パスワードを再設定する（別の管理者が確認） / Reset a password (another confirms).",
)
@click.argument("username")
@settings_option
@json_option
@person_options
@ending
def command(username: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Ask in the name of an administrator."""
    with entered(settings_file, asking) as office:
        proposal = reset_factors(office, username, password=new_password(asking), code_secret=None)
    if as_json:
        say_json({"change": proposal, "username": username})
        return
    tell_asked(proposal)
