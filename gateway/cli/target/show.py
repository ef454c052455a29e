"""`sekisho target show NAME`."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import facts, say_json
from gateway.cli.target.list import plain
from gateway.wiring.office_register import target_named


@click.command("show", help="接続先の詳細 / Show one target.")
@click.argument("name")
@settings_option
@json_option
@ending
def command(name: str, settings_file: Path | None, as_json: bool) -> None:
    """Show it."""
    with visitor(settings_file) as office:
        target = target_named(office, name)
    found = plain(target)
    if as_json:
        say_json({"target": found})
        return
    free = target.free
    facts(
        (
            ("名前", target.name),
            ("番号", target.id),
            ("方式", target.protocol),
            ("アドレス", f"{target.address}:{target.port}"),
            ("ホスト鍵", " ".join(found["host_keys"])),
            ("アカウント", ", ".join(target.accounts)),
            ("ログイン方法", target.login),
            ("委託元", ", ".join(target.clients)),
            ("文字コード", target.encoding),
            ("個人データ", "あり" if free is None else f"なし（{free.declared_by} の申告、{free.until} まで）"),
            ("状態", target.standing),
        )
    )
