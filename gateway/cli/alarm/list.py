"""`sekisho alarm list`: what the journal holds that somebody should have been told of, and whether a mail went out."""

from pathlib import Path
from typing import Any

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.moments import MOMENT, Moment
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import instant, say_json, table
from gateway.detection.alert import SHOWN
from gateway.wiring.office_alarms import ShownAlarm, alarms


@click.command("list", help="警報の一覧（新しいものが最後） / List the alarms, newest last.")
@click.option("--since", type=MOMENT, help="開始時刻（日本時間） / from when on, Japan time")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True, help="件数 / at most")
@settings_option
@json_option
@ending
def command(*, since: Moment | None, limit: int, settings_file: Path | None, as_json: bool) -> None:
    """Show them."""
    with visitor(settings_file) as office:
        found = alarms(office, since=None if since is None else since(office.clock), limit=limit)
    if as_json:
        say_json({"alarms": [_plain(each) for each in found]})
        return
    table(
        ("連番", "日時", "重要度", "種別", "通知", "内容"),
        (
            (
                each.seq,
                instant(each.at),
                f"{SHOWN[each.alarm.severity].ja}/{SHOWN[each.alarm.severity].en}",
                each.kind,
                "送信済/yes" if each.mailed else "未送信/no",
                each.alarm.says.ja,
            )
            for each in found
        ),
    )


def _plain(each: ShownAlarm) -> dict[str, Any]:
    alarm = each.alarm
    texts = {name: {"ja": text.ja, "en": text.en} for name, text in (("next", alarm.next), ("ask", alarm.ask))}
    head = {"seq": each.seq, "at": each.at, "node": each.node, "kind": each.kind, "severity": alarm.severity}
    said = {"ja": alarm.says.ja, "en": alarm.says.en, **texts}
    return {**head, **said, "mailed": each.mailed, "data": each.data}
