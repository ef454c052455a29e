"""`sekisho budget index`: the disclosure index: who was shown how much of which table of a client's data, for what (R-47)."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import say, say_json, table
from gateway.wiring.office_budgets import a_year_before, index, today_of
from gateway.wiring.office_reading import IndexFilter, IndexLine, IndexTotal

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("index", help="委託元別の開示記録 / Who was shown how much of a client's data.")
@click.option("--client", help="委託元のコード（省略時は全委託元） / the client's code; all without it")
@click.option("--since", type=DAY, help="開始日（既定: 365 日間） / from this day on, Japan time")
@click.option("--until", type=DAY, help="終了日（既定: 今日） / to this day")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=1000, show_default=True, help="明細の件数 / lines")
@settings_option
@json_option
@ending
def command(
    *,
    client: str | None,
    since: datetime | None,
    until: datetime | None,
    limit: int,
    settings_file: Path | None,
    as_json: bool,
) -> None:
    """Totals by client, then the lines with the most rows first."""
    with visitor(settings_file) as office:
        last = today_of(office) if until is None else until.date()
        first = a_year_before(last) if since is None else since.date()
        wanted = IndexFilter(client=client, since=first, until=last, limit=limit)
        totals, lines = index(office, wanted)
        named = {each.id: each.name for each in office.lists.employers()}
    if as_json:
        say_json({"since": first, "until": last, "totals": _plain(totals), "lines": _plain(lines)})
        return
    say(f"{first} - {last}（日本時間 / Japan time）")
    table(
        ("委託元", "伏せ字の行", "以下の行", "開示", "開示した人数", "推定人数", "拒否した行", "利用者数", "セッション"),
        (
            (each.client or "不明/unknown", each.masked, each.at_most, each.revealed, each.people, each.estimated, each.withheld,
             each.persons, each.sessions)
            for each in totals
        ),
    )  # fmt: skip
    say()
    table(
        ("委託元", "利用者", "所属", "端末", "接続先", "目的", "表", "期間", "伏せ字の行", "以下の行", "開示", "推定人数",
         "拒否した行"),
        (
            (each.client or "不明/unknown", each.username, named.get(each.employer, each.employer), each.terminal_name,
             each.target, each.purpose, each.table or "不明/unknown", f"{each.first} - {each.last}", each.masked,
             each.at_most, each.revealed, each.estimated, each.withheld)
            for each in lines
        ),
    )  # fmt: skip
    if len(lines) == limit:
        say("（明細はここまで。--limit で増やせます / more lines with --limit）")


def _plain(found: Sequence[IndexTotal] | Sequence[IndexLine]) -> list[Any]:
    return [msgspec.to_builtins(each) for each in found]
