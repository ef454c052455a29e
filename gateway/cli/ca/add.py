"""`sekisho ca add NAME FILE`: once another administrator confirms, this authority's certificates stand for people's keys."""

from pathlib import Path

import click

from gateway.cli.change.asked import tell_asked
from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.key_files import plain_key_of
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.wiring.office_authorities import add_authority


@click.command("add", help="利用者証明書の認証局を登録する / Register an authority of user certificates.")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path))
@settings_option
@json_option
@person_options
@ending
def command(name: str, file: Path, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of an administrator."""
    key = plain_key_of(file, name)
    with entered(settings_file, asking) as office:
        found, proposal = add_authority(office, name, key.blob)
    if as_json:
        say_json({"ca": {"name": name, "fingerprint": found}, "change": proposal})
        return
    say(f"{name} ({found})")
    tell_asked(proposal)
