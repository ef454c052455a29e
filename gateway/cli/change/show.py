"""`sekisho change show ID`: what would change, before and after, for the second administrator to judge."""

import json
from pathlib import Path
from typing import Any

import click

from gateway.cli.change.list import plain
from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import facts, japan, say_json
from gateway.wiring.office_second import proposal_named


@click.command("show", help="確認待ちの変更の内容 / Show one asked change.")
@click.argument("proposal")
@settings_option
@json_option
@ending
def command(proposal: str, settings_file: Path | None, as_json: bool) -> None:
    """Show it."""
    with visitor(settings_file) as office:
        found = plain(office, proposal_named(office, proposal))
    if as_json:
        say_json({"change": found})
        return
    tell(found)


def tell(found: dict[str, Any]) -> None:
    """A change as lines: what becomes another, and which factors are replaced."""
    said = found["facts"]
    facts(
        (
            ("番号", found["id"]),
            ("変更", found["change"]),
            ("対象", found["subject"]),
            ("申請者", found["asked_by"]),
            ("申請日時", japan(found["asked_at"])),
            ("期限", japan(found["expires_at"])),
            ("状態", found["standing"]),
            ("新しい認証要素", ", ".join(said.get("credentials", [])) or "なし / none"),
            *(
                (name, f"{_spelled(each['before'])} -> {_spelled(each['after'])}")
                for name, each in said.get("changed", {}).items()
            ),
        )
    )


def _spelled(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
