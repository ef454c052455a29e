"""`sekisho client canary list CODE`: the canary persons of a client's; where they are, never what their values are."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import japan, say_json, table
from gateway.wiring.office_canaries import canaries


@click.command("list", help="カナリアの一覧 / List the canary persons.")
@click.argument("code")
@settings_option
@json_option
@person_options
@ending
def command(*, code: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of a supervisor: whoever knows where canaries stand walks round them."""
    with entered(settings_file, asking) as office:
        found = canaries(office, code)
    if as_json:
        lines = [{"id": each.id, "note": each.note, "added_at": each.added_at} for each in found]
        say_json({"canaries": lines})
        return
    table(("番号", "登録", "メモ"), [(each.id, japan(each.added_at), each.note) for each in found])
