"""`sekisho custody check`: do these two custodians' shares give this gateway's master key? Exit status 0: they do, 1: no."""

from pathlib import Path

import click

from gateway.cli.ending import Status, ending, leave
from gateway.cli.options import json_option, settings_of, settings_option
from gateway.cli.printing import say, say_json
from gateway.cli.shares_asked import asked, shares_option
from gateway.keeper.shares import ShareRefused


@click.command("check", help="二人の分割鍵を確かめる / Check two custodians' shares.")
@shares_option
@settings_option
@json_option
@ending
def command(share_fds: tuple[int, ...], settings_file: Path | None, as_json: bool) -> None:
    """Check them; nothing is written."""
    from gateway.wiring.custodians import check

    settings = settings_of(settings_file)
    try:
        check(settings, asked(share_fds))
    except ShareRefused as refused:
        text = refused.text
        if as_json:
            say_json({"holds": False, "ja": text.ja if text else "", "en": text.en if text else ""})
        elif text is not None:
            click.echo(text.both(), err=True)
        leave(Status.NOT_SO)
    if as_json:
        say_json({"holds": True})
        return
    say("この二つの分割鍵から、このゲートウェイの主鍵が得られます / These two shares give this gateway's master key.")
