"""`sekisho key add NAME FILE`: a further key of a person."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.key_files import key_of
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.wiring.office_keys import add_key


@click.command("add", help="本人の鍵を追加する / Register a further key of a person.")
@click.argument("username")
@click.argument("file", type=click.Path(path_type=Path))
@settings_option
@json_option
@person_options
@ending
def command(username: str, file: Path, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of an administrator."""
    key = key_of(file, username)
    with entered(settings_file, asking) as office:
        found = add_key(office, username, key)
    if as_json:
        say_json({"key": {"fingerprint": found, "username": username}})
        return
    say(f"登録しました / Registered: {found}")
