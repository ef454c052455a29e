"""`sekisho person reset NAME`: every factor of a person goes, once another administrator has confirmed it (R-16)."""

from pathlib import Path

import click

from gateway.cli.change.asked import tell_asked
from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.wiring.office_factors import ask_reset
from gateway.wiring.office_keys import account


@click.command(
    "reset",
    help="パスワード・コード・パスキーをすべてリセットする（別の管理者が確認） / Reset every factor (another confirms).",
)
@click.argument("username")
@settings_option
@json_option
@person_options
@ending
def command(username: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Ask in the name of an administrator; until it is confirmed nothing changes."""
    with entered(settings_file, asking) as office:
        proposal = ask_reset(office, account(office, username).id)
    if as_json:
        say_json({"change": proposal, "username": username})
        return
    tell_asked(proposal)
    say(
        f"確認後に「sekisho person link {username}」で登録用リンクを発行してください。\n"
        f"Once it is confirmed, issue a link: sekisho person link {username}"
    )
