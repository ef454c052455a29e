"""`sekisho audit show`: entries, newest last, with what they say. Read from the stored bytes, never from the columns."""

import json
from pathlib import Path
from typing import Any

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.moments import MOMENT, Moment
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import instant, say_json, table
from gateway.vocabulary.clock import timestamp
from gateway.wiring.office import Office
from gateway.wiring.office_journal import EntryFilter, Shown, entries


@click.command("show", help="監査ログを表示する / Show entries of the journal.")
@click.option("--kind", help="種別（session.opened、または session など先頭の語） / a kind, or its first word")
@click.option("--person", help="利用者名または番号 / user name or id")
@click.option("--session", help="セッション / session id")
@click.option("--terminal", help="端末の番号 / terminal's id")
@click.option("--target", help="接続先 / target")
@click.option("--order", help="作業申請 / work order")
@click.option("--since", type=MOMENT, help="開始時刻（日本時間） / from, Japan time")
@click.option("--until", type=MOMENT, help="終了時刻（日本時間） / until, Japan time")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True, help="件数 / at most")
@settings_option
@json_option
@ending
def command(*, limit: int, settings_file: Path | None, as_json: bool, **wanted: Any) -> None:
    """Show them."""
    with visitor(settings_file) as office:
        names = {line.id: line.username for line in office.lists.people()}
        found = entries(office, _filter(office, wanted, names), limit)
    if as_json:
        say_json({"entries": [_plain(each) for each in found]})
        return
    table(
        ("連番", "日時", "種別", "利用者", "内容"),
        ((each.seq, instant(each.at), each.kind, _person(each, names), _content(each)) for each in found),
    )
    if len(found) == limit:
        click.echo(
            f"新しい方から {limit} 件です。続きは --limit で表示します / the newest {limit}; --limit shows more",
            err=True,
        )


def _filter(office: Office, wanted: dict[str, Any], names: dict[str, str]) -> EntryFilter:
    person = wanted.pop("person")
    ids = {username: number for number, username in names.items()}
    times = {name: _stamp(office, wanted.pop(name)) for name in ("since", "until")}
    return EntryFilter(person=None if person is None else ids.get(person, person), **times, **wanted)


def _stamp(office: Office, moment: Moment | None) -> str | None:
    return None if moment is None else timestamp(moment(office.clock))


def _plain(each: Shown) -> dict[str, Any]:
    head = {"seq": each.seq, "at": each.at, "node": each.node, "kind": each.kind}
    return {**head, "data": each.data, "readable": each.readable}


def _person(each: Shown, names: dict[str, str]) -> str | None:
    person = each.data.get("person")
    return None if person is None else names.get(str(person), str(person))


def _content(each: Shown) -> str:
    if not each.readable:
        return "（読めません。sekisho audit verify で確認してください）"
    rest = {name: value for name, value in each.data.items() if name != "person"}
    return " ".join(
        f"{name}={value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in rest.items()
    )
