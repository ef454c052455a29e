"""`sekisho client list`."""

from pathlib import Path
from typing import Any

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import say_json, table
from gateway.vocabulary.party import Client


def plain(client: Client) -> dict[str, Any]:
    """The client as JSON values."""
    return {"id": client.id, "name": client.name, "kana": client.kana, "contact": client.contact}


@click.command("list", help="委託元の一覧 / List the clients.")
@settings_option
@json_option
@ending
def command(settings_file: Path | None, as_json: bool) -> None:
    """List them by id."""
    with visitor(settings_file) as office:
        found = office.lists.clients()
    if as_json:
        say_json({"clients": [plain(each) for each in found]})
        return
    table(("番号", "名称"), ((each.id, each.name) for each in found))
