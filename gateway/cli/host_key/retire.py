"""`sekisho host-key retire FINGERPRINT`: a key that is not in use is destroyed and announced no more."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.host_key.list import plain, show
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say_json
from gateway.wiring.office_host_keys import retire


@click.command(
    "retire", help="使っていないホスト鍵を破棄する（元に戻せません） / Destroy a host key that is not in use."
)
@click.argument("fingerprint")
@settings_option
@json_option
@person_options
@ending
def command(fingerprint: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of an administrator."""
    with entered(settings_file, asking) as office:
        found = retire(office, fingerprint)
    if as_json:
        say_json(plain(found))
        return
    show(found)
