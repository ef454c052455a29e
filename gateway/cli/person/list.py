"""`sekisho person list`: accounts, nothing personal in them."""

from pathlib import Path
from typing import Any

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.headings import word
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import say_json, table
from gateway.wiring.office_reading import PersonLine


def plain(line: PersonLine) -> dict[str, Any]:
    """The account as JSON values."""
    return {
        "id": line.id,
        "username": line.username,
        "roles": sorted(line.roles),
        "employer": line.employer,
        "employer_name": line.employer_name,
        "engagement": line.engagement,
        "agency": line.agency,
        "contract_end": line.contract_end,
        "language": line.language,
        "standing": line.standing,
        "trained_on": line.trained_on,
        "oath_on": line.oath_on,
    }


@click.command("list", help="アカウントの一覧（氏名は含まない） / List the accounts, without names.")
@settings_option
@json_option
@ending
def command(settings_file: Path | None, as_json: bool) -> None:
    """List them by user name."""
    with visitor(settings_file) as office:
        found = office.lists.people()
    if as_json:
        say_json({"people": [plain(line) for line in found]})
        return
    table(
        ("利用者名", "役割", "所属", "雇用", "契約終了", "状態"),
        (
            (
                line.username,
                ",".join(word(role) for role in sorted(line.roles)),
                line.employer_name,
                word(line.engagement),
                line.contract_end,
                word(line.standing),
            )
            for line in found
        ),
    )
