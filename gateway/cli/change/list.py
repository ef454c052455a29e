"""`sekisho change list`: what waits for a second administrator, and what became of earlier ones."""

from pathlib import Path
from typing import Any, Final

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import japan, say, say_json, table
from gateway.wiring.office import Office
from gateway.wiring.office_compared import change_named, subject_named
from gateway.wiring.office_reading import ProposalLine
from gateway.wiring.office_second import standing_of

STANDINGS: Final = {
    "open": "確認待ち / open",
    "confirmed": "確認済み / confirmed",
    "withdrawn": "取り下げ / withdrawn",
    "lapsed": "期限切れ / lapsed",
}


def plain(office: Office, line: ProposalLine) -> dict[str, Any]:
    """What was asked, as JSON values."""
    return {
        "id": line.id,
        "change": line.change,
        "subject": line.subject,
        "facts": line.facts,
        "asked_by": line.asked_by_username,
        "asked_at": line.asked_at,
        "expires_at": line.expires_at,
        "standing": standing_of(office, line),
        "decided_at": line.decided_at,
    }


@click.command("list", help="確認待ちの変更の一覧 / List the changes that wait for a second administrator.")
@click.option("--all", "everything", is_flag=True, help="終わったものも含める / those that are over, too")
@settings_option
@json_option
@ending
def command(everything: bool, settings_file: Path | None, as_json: bool) -> None:
    """The newest first."""
    with visitor(settings_file) as office:
        found = [(line, plain(office, line)) for line in office.lists.proposals()]
        shown = [(line, each) for line, each in found if everything or each["standing"] == "open"]
        rows = [_row(office, line, each) for line, each in shown]
    if as_json:
        say_json({"changes": [each for _, each in shown]})
        return
    table(("番号 / id", "変更 / change", "対象 / of", "申請者 / by", "期限 / lapses", "状態 / standing"), rows)
    if rows:
        say("内容の照合 / to compare: sekisho change show 番号 / ID")


def _row(office: Office, line: ProposalLine, each: dict[str, Any]) -> tuple[str, ...]:
    named = change_named(line)
    return (
        line.id,
        f"{named.ja} / {named.en}",
        subject_named(office, line),
        line.asked_by_username,
        japan(line.expires_at),
        STANDINGS.get(each["standing"], each["standing"]),
    )
