"""`sekisho change list`: what waits for a second administrator, and what became of earlier ones."""

from pathlib import Path
from typing import Any

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import japan, say_json, table
from gateway.wiring.office import Office
from gateway.wiring.office_reading import ProposalLine
from gateway.wiring.office_second import standing_of


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
        found = [plain(office, line) for line in office.lists.proposals()]
    shown = [each for each in found if everything or each["standing"] == "open"]
    if as_json:
        say_json({"changes": shown})
        return
    table(
        ("番号", "変更", "対象", "申請者", "期限", "状態"),
        (
            (each["id"], each["change"], each["subject"], each["asked_by"], japan(each["expires_at"]), each["standing"])
            for each in shown
        ),
    )
