"""`sekisho terminal change NAME`: its name, site or keeper; its key stays (another key is another terminal)."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.escaping import shown
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.cli.terminal.list import plain
from gateway.wiring.office_register import change_terminal


@click.command("change", help="登録内容を変更する / Change a terminal.")
@click.argument("name")
@click.option("--name", "new_name", help="新しい名前 / its new name")
@click.option("--site", help="設置場所 / where it stands")
@click.option("--owner", help="管理する委託先の番号 / id of the employer that keeps it")
@settings_option
@json_option
@person_options
@ending
def command(
    *,
    name: str,
    new_name: str | None,
    site: str | None,
    owner: str | None,
    settings_file: Path | None,
    as_json: bool,
    asking: Asking,
) -> None:
    """Do it in the name of an administrator."""
    with entered(settings_file, asking) as office:
        terminal = change_terminal(office, name, new_name=new_name, site=site, owner=owner)
    if as_json:
        say_json({"terminal": plain(terminal)})
        return
    say(f"変更しました / Changed: {shown(terminal.name)}")
