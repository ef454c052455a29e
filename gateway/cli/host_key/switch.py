"""`sekisho host-key switch`: the next host key signs from now on, the one before it is still announced."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.host_key.list import plain, show
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.wiring.office_host_keys import switch


@click.command("switch", help="次のホスト鍵に切り替える / Use the next host key.")
@settings_option
@json_option
@person_options
@ending
def command(settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of an administrator."""
    with entered(settings_file, asking) as office:
        found = switch(office)
    if as_json:
        say_json(plain(found))
        return
    show(found)
    say("PuTTY など鍵を自動で覚えない端末の利用者には、新しい指紋を知らせてください。")
    say(
        "OpenSSH でも UserKnownHostsFile を指定している端末は覚えません。-o UpdateHostKeys=yes を付けて接続してください。"
    )
    say("古い鍵は後で破棄します: sekisho host-key retire 指紋")
    say("Tell users of PuTTY and others that learn nothing by themselves the new fingerprint.")
    say("OpenSSH learns nothing either where UserKnownHostsFile is set, unless -o UpdateHostKeys=yes is given.")
    say("Later destroy the former key: sekisho host-key retire FINGERPRINT")
