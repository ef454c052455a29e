"""`sekisho host-key prepare`: the next host key, announced to clients so that they know it before it is used."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.host_key.list import plain, show
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.wiring.office_host_keys import prepare


@click.command("prepare", help="次のホスト鍵を作成して公表する / Make and announce the next host key.")
@settings_option
@json_option
@person_options
@ending
def command(settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of an administrator."""
    with entered(settings_file, asking) as office:
        found = prepare(office)
    if as_json:
        say_json(plain(found))
        return
    show(found)
    say(
        "OpenSSH の端末は次に接続したときに新しい鍵を覚えます。行き渡ったら「sekisho host-key switch」で切り替えてください。"
    )
    say("UserKnownHostsFile を指定している端末は覚えません。-o UpdateHostKeys=yes を付けて接続してください。")
    say("OpenSSH clients learn it at their next log-in. When they have, switch to it: sekisho host-key switch")
    say("Where UserKnownHostsFile is set they learn nothing, unless -o UpdateHostKeys=yes is given.")
