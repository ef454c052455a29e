"""`sekisho target list`."""

from pathlib import Path
from typing import Any

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import say_json, table
from gateway.crypto.digest import fingerprint
from gateway.vocabulary.target import Target


def plain(target: Target) -> dict[str, Any]:
    """The target as JSON values."""
    free = target.free
    return {
        "id": target.id,
        "name": target.name,
        "protocol": target.protocol,
        "address": target.address,
        "port": target.port,
        "host_keys": [fingerprint(blob) for blob in target.host_keys],
        "accounts": list(target.accounts),
        "login": target.login,
        "clients": list(target.clients),
        "encoding": target.encoding,
        "free_of_personal_data": None if free is None else {"declared_by": free.declared_by, "until": free.until},
        "drop_folder": target.drop_folder,
        "management": target.management,
        "standing": target.standing,
    }


@click.command("list", help="接続先の一覧 / List the targets.")
@settings_option
@json_option
@ending
def command(settings_file: Path | None, as_json: bool) -> None:
    """List them by name."""
    with visitor(settings_file) as office:
        found = office.lists.targets()
    if as_json:
        say_json({"targets": [plain(each) for each in found]})
        return
    heads = ("名前", "方式", "アドレス", "アカウント", "個人データ", "状態")
    table(
        heads,
        (
            (
                each.name,
                each.protocol,
                f"{each.address}:{each.port}",
                ",".join(each.accounts),
                "あり" if each.free is None else f"なし（{each.free.until} まで）",
                each.standing,
            )
            for each in found
        ),
    )
