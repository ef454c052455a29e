"""`sekisho ca list`: the authorities of user certificates, and which of their certificates are taken no more."""

from pathlib import Path
from typing import Any

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.headings import word
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import say_json, table
from gateway.vocabulary.clock import timestamp
from gateway.wiring.office_reading import AuthorityLine


def plain(line: AuthorityLine) -> dict[str, Any]:
    """The authority as JSON values."""
    return {
        "name": line.name,
        "fingerprint": line.fingerprint,
        "added_at": timestamp(line.added_at),
        "revoked_at": None if line.revoked_at is None else timestamp(line.revoked_at),
        "revoked_certificates": [{"mark": mark, "value": value} for mark, value in line.revoked],
    }


@click.command("list", help="利用者証明書の認証局の一覧 / List the authorities of user certificates.")
@settings_option
@json_option
@ending
def command(settings_file: Path | None, as_json: bool) -> None:
    """List them by name."""
    with visitor(settings_file) as office:
        found = office.lists.authorities()
    if as_json:
        say_json({"cas": [plain(each) for each in found]})
        return
    heads = ("名前", "鍵", "状態", "失効させた証明書")
    table(
        heads,
        (
            [
                each.name,
                each.fingerprint,
                word("active" if each.revoked_at is None else "revoked"),
                " ".join(f"{mark}={value}" for mark, value in each.revoked),
            ]
            for each in found
        ),
    )
