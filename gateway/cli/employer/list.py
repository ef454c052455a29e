"""`sekisho employer list`."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import say_json, table


@click.command("list", help="委託先の一覧 / List the employers.")
@settings_option
@json_option
@ending
def command(settings_file: Path | None, as_json: bool) -> None:
    """List them by id."""
    with visitor(settings_file) as office:
        found = office.lists.employers()
    if as_json:
        say_json({"employers": [{"id": each.id, "name": each.name, "kind": each.kind} for each in found]})
        return
    table(("番号", "名称", "種別"), ((each.id, each.name, each.kind) for each in found))
