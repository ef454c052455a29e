"""`sekisho client add CODE NAME`: a client company (委託元) whose data targets hold."""

from pathlib import Path

import click

from gateway.cli.client.list import plain
from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.escaping import shown
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.vocabulary.party import Client
from gateway.wiring.office_clients import add_client


@click.command("add", help="委託元を登録する / Register a client company.")
@click.argument("code")
@click.argument("name")
@click.option("--kana", default="", help="フリガナ / reading")
@click.option(
    "--contact", default="", help="窓口（部署・代表番号。個人名は書かない） / office to turn to, no person's own data"
)
@settings_option
@json_option
@person_options
@ending
def command(
    *, code: str, name: str, kana: str, contact: str, settings_file: Path | None, as_json: bool, asking: Asking
) -> None:
    """Do it in the name of an administrator."""
    client = Client(id=code, name=name, kana=kana, contact=contact)
    with entered(settings_file, asking) as office:
        add_client(office, client)
    if as_json:
        say_json({"client": plain(client)})
        return
    say(f"登録しました / Registered: {shown(name)} ({shown(code)})")
