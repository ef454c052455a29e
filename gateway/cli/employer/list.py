"""`sekisho employer list`."""

from pathlib import Path
from typing import Any

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.headings import word
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import say_json, table
from gateway.wiring.office_reading import EmployerLine


def plain(employer: EmployerLine) -> dict[str, Any]:
    """The employer as JSON values."""
    return {
        "id": employer.id,
        "name": employer.name,
        "kind": employer.kind,
        "contract_number": employer.contract_number,
        "contract_start": employer.contract_start,
        "contract_end": employer.contract_end,
    }


@click.command("list", help="委託先の一覧 / List the employers.")
@settings_option
@json_option
@ending
def command(settings_file: Path | None, as_json: bool) -> None:
    """List them by id."""
    with visitor(settings_file) as office:
        found = office.lists.employers()
    if as_json:
        say_json({"employers": [plain(each) for each in found]})
        return
    table(
        ("番号", "名称", "種別", "契約番号", "契約終了"),
        ((each.id, each.name, word(each.kind), each.contract_number, each.contract_end) for each in found),
    )
