"""`sekisho person link NAME`: a one-time link by which a person without any factor sets his first ones (R-13, R-16)."""

from pathlib import Path

import click
import segno

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.vocabulary.clock import JST
from gateway.wiring.office_factors import Link, issue_link
from gateway.wiring.office_keys import account


@click.command(
    "link",
    help="登録用リンクを発行する（本人確認の手段がない人のみ、24 時間・1 回限り） / Issue a one-time link to enrol by.",
)
@click.argument("username")
@settings_option
@json_option
@person_options
@ending
def command(username: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Issue it in the name of an administrator; a former link of the person is good no more."""
    with entered(settings_file, asking) as office:
        link = issue_link(office, account(office, username).id)
    show_link(username, link, as_json=as_json)


def show_link(username: str, link: Link, *, as_json: bool) -> None:
    """The link as text and as a QR code, this once."""
    if as_json:
        say_json({"username": username, "enrol_url": link.url, "expires_at": link.expires_at.isoformat()})
        return
    until = f"{link.expires_at.astimezone(JST):%Y-%m-%d %H:%M} JST"
    say(
        f"{username} さん本人だけに渡してください。一度しか使えず、{until} に失効します。\n"
        f"Hand this to {username} and nobody else. It works once and ends at {until}."
    )
    segno.make(link.url, error="m").terminal(compact=True)
    say(link.url)
