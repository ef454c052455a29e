"""`sekisho node list`: which nodes run on this database, since when, whether they still answer it, and by which policy."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.options import json_option, settings_of, settings_option
from gateway.cli.printing import japan, say_json, table


@click.command("list", help="動いているノード / The nodes that run.")
@settings_option
@json_option
@ending
def command(settings_file: Path | None, as_json: bool) -> None:
    """List them."""
    from gateway.detection.rules.differing_nodes import SHOWN_DIGITS
    from gateway.wiring.nodes import running

    found = running(settings_of(settings_file))
    if as_json:
        say_json(
            {
                "nodes": [
                    {"node": each.name, "since": each.since, "lives": each.lives, "policy": each.policy}
                    for each in found
                ]
            }
        )
        return
    rows = [
        (
            each.name,
            japan(each.since),
            "応答あり/lives" if each.lives else "応答なし/silent",
            each.policy[:SHOWN_DIGITS] if each.policy else "-",
        )
        for each in found
    ]
    table(("ノード", "開始", "状態", "ポリシー"), rows)
