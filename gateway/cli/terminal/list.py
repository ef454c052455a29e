"""`sekisho terminal list`."""

from pathlib import Path
from typing import Any

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.headings import word
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import say_json, table
from gateway.crypto.digest import fingerprint, sha256
from gateway.vocabulary.terminal import Terminal


def plain(terminal: Terminal) -> dict[str, Any]:
    """The terminal as JSON values."""
    return {
        "id": terminal.id,
        "name": terminal.name,
        "site": terminal.site,
        "owner": terminal.owner,
        "key": fingerprint(terminal.public_key),
        "standing": terminal.standing,
        "kind": terminal.kind,
        "certificate": None if terminal.certificate is None else sha256(terminal.certificate).hex(),
    }


@click.command("list", help="保守端末の一覧 / List the maintenance terminals.")
@settings_option
@json_option
@ending
def command(settings_file: Path | None, as_json: bool) -> None:
    """List them by name."""
    with visitor(settings_file) as office:
        found = [plain(each) for each in office.lists.terminals()]
        names = {each.id: each.name for each in office.lists.employers()}
    if as_json:
        say_json({"terminals": found})
        return
    table(
        ("名前", "番号", "設置場所", "管理", "鍵", "状態"),
        (
            (
                each["name"],
                each["id"],
                each["site"],
                names.get(each["owner"], each["owner"]),
                each["key"],
                word(each["standing"]),
            )
            for each in found
        ),
    )
