"""`sekisho client show CODE`: the client, its written consents, and the targets that hold its data."""

from pathlib import Path

import click

from gateway.cli.client.list import plain
from gateway.cli.consent.list import plain as plain_consent
from gateway.cli.consent.list import tell
from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import facts, say, say_json
from gateway.wiring.office_clients import client_named, consents_of_client, today
from gateway.wiring.office_reading import TargetFilter


@click.command("show", help="詳細 / Show one client company.")
@click.argument("code")
@settings_option
@json_option
@ending
def command(code: str, settings_file: Path | None, as_json: bool) -> None:
    """Show it."""
    with visitor(settings_file) as office:
        client, day = client_named(office, code), today(office)
        lines = consents_of_client(office, client.id)
        holding = [each.name for each in office.lists.found_targets(TargetFilter(day=day, client=client.id))[0]]
    if as_json:
        given = [plain_consent(line, day) for line in lines]
        say_json({"client": plain(client), "consents": given, "targets": holding})
        return
    facts(
        (
            ("番号", client.id),
            ("名称", client.name),
            ("フリガナ", client.kana or None),
            ("窓口", client.contact or None),
            ("接続先", ", ".join(holding) or None),
        )
    )
    say("")
    tell(lines, day)
