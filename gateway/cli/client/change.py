"""`sekisho client change CODE`: name, reading or contact of a client company."""

from pathlib import Path

import click

from gateway.cli.client.list import plain
from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.vocabulary.party import Client
from gateway.wiring.office_clients import change_client, client_named


@click.command("change", help="変更する / Change a client company.")
@click.argument("code")
@click.option("--name", help="名称 / name")
@click.option("--kana", help="フリガナ / reading")
@click.option("--contact", help="窓口（個人名は書かない） / office to turn to")
@settings_option
@json_option
@person_options
@ending
def command(
    *,
    code: str,
    name: str | None,
    kana: str | None,
    contact: str | None,
    settings_file: Path | None,
    as_json: bool,
    asking: Asking,
) -> None:
    """Do it in the name of an administrator; what is not given stays."""
    with entered(settings_file, asking) as office:
        before = client_named(office, code)
        wished = Client(
            id=before.id,
            name=before.name if name is None else name,
            kana=before.kana if kana is None else kana,
            contact=before.contact if contact is None else contact,
        )
        after = change_client(office, before, wished)
    if as_json:
        say_json({"client": plain(after)})
        return
    say(f"変更しました / Changed: {after.id}")
