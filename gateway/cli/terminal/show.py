"""`sekisho terminal show NAME`: one terminal with all keys it ever had."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.headings import word
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import facts, japan, say, say_json, table
from gateway.cli.terminal.list import plain
from gateway.vocabulary.terminal import Terminal
from gateway.wiring.office_register import certificate_of, terminal_named


@click.command("show", help="保守端末の詳細 / Show one terminal.")
@click.argument("name")
@settings_option
@json_option
@ending
def command(name: str, settings_file: Path | None, as_json: bool) -> None:
    """Show it."""
    with visitor(settings_file) as office:
        terminal = terminal_named(office, name)
        keys = list(office.lists.keys_of(terminal.id))
        keeper = {each.id: each.name for each in office.lists.employers()}.get(terminal.owner)
    if as_json:
        listed = [
            {"fingerprint": key.fingerprint, "added_at": key.added_at, "revoked_at": key.revoked_at} for key in keys
        ]
        say_json({"terminal": {**plain(terminal), "keys": listed}})
        return
    facts(
        (
            ("名前", terminal.name),
            ("番号", terminal.id),
            ("設置場所", terminal.site),
            ("管理", terminal.owner if keeper is None else f"{keeper} ({terminal.owner})"),
            ("端末区分", word(terminal.kind)),
            ("証明書", _certificate(terminal)),
            ("状態", word(terminal.standing)),
        )
    )
    say()
    table(
        ("鍵", "登録", "失効"),
        ((key.fingerprint, japan(key.added_at), japan(key.revoked_at)) for key in keys),
    )


def _certificate(terminal: Terminal) -> str | None:
    """What is known of the certificate for the database door; None where there is none."""
    read = certificate_of(terminal)
    return None if read is None else f"SHA-256 {read.sha256}  {read.subject}  {japan(read.valid_until)} まで / until"
