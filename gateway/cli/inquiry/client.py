"""`sekisho inquiry client CODE`: who was shown how much of a client's data, for what, from where (R-47). Journalled first."""

from datetime import datetime
from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.inquiry.answered import employer, lines_plain, period_said, sessions_table
from gateway.cli.inquiry.options import limit_option, period_options, wanted_of
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import facts, say, say_json, table
from gateway.cli.purposes import purpose_of, purpose_option
from gateway.wiring.office_inquiry import ClientAnswer, about_client


@click.command("client", help="委託元の照会：誰に何件表示したか / Who was shown how much of a client's data.")
@click.argument("client")
@period_options
@limit_option
@purpose_option
@settings_option
@json_option
@person_options
@ending
def command(
    *,
    client: str,
    since: datetime | None,
    until: datetime | None,
    limit: int,
    purpose: str | None,
    settings_file: Path | None,
    as_json: bool,
    asking: Asking,
) -> None:
    """In an auditor's name."""
    why = purpose_of(purpose, settings_file, asking)
    with entered(settings_file, asking) as office:
        answer = about_client(office, wanted_of(office, client, since, until, why, limit))
    if as_json:
        say_json(_plain(answer))
        return
    period_said(answer.inquiry, answer.wanted, answer.begins)
    _total(answer)
    table(
        ("利用者", "所属", "端末", "接続先", "目的", "表", "期間", "セッション", "伏せ字の行", "以下の行", "開示", "推定人数",
         "拒否した行"),
        (
            (each.username, employer(answer.employers, each.employer), each.terminal_name, each.target, each.purpose,
             each.table or "不明/unknown", f"{each.first} - {each.last}", each.sessions, each.masked, each.at_most,
             each.revealed, each.estimated, each.withheld)
            for each in answer.lines
        ),
    )  # fmt: skip
    say()
    sessions_table(answer.sessions, answer.employers)
    if max(len(answer.lines), len(answer.sessions)) == limit:
        say("（明細はここまで。--limit で増やせます / more lines with --limit）")


def _total(answer: ClientAnswer) -> None:
    total = answer.total
    if total is None:
        say("この期間に、この委託元の個人データを表示した記録はありません / nothing on record in this period")
        say(
            "（記録の範囲内の答えです。記録のない期間と経路は含みません / within what is on record, and nothing beyond）"
        )
        return
    facts(
        [
            ("伏せ字の行", total.masked),
            ("以下の行", total.at_most),
            ("開示", total.revealed),
            ("開示した人数", total.people),
            ("推定人数", total.estimated),
            ("拒否した行", total.withheld),
            ("利用者数", total.persons),
            ("セッション", total.sessions),
        ]
    )
    say()


def _plain(answer: ClientAnswer) -> dict[str, object]:
    wanted = answer.wanted
    return {
        "inquiry": answer.inquiry,
        "client": wanted.client,
        "since": wanted.since,
        "until": wanted.until,
        "on_record_since": answer.begins,
        "total": None if answer.total is None else lines_plain([answer.total])[0],
        "lines": lines_plain(answer.lines),
        "sessions": lines_plain(answer.sessions),
        "employers": lines_plain(list(answer.employers.values())),
    }
