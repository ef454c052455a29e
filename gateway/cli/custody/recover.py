"""`sekisho custody recover`: the file of the master key is gone, all else is there; two custodians put it back."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.options import json_option, settings_of, settings_option
from gateway.cli.printing import say, say_json
from gateway.cli.shares_asked import asked, shares_option


@click.command("recover", help="失われた主鍵を戻す / Put a lost master key back, with two custodians.")
@shares_option
@settings_option
@json_option
@ending
def command(share_fds: tuple[int, ...], settings_file: Path | None, as_json: bool) -> None:
    """Put it back."""
    from gateway.wiring.custodians import recover
    from gateway.wiring.unbound import telling

    settings = settings_of(settings_file)
    with telling(settings) as tell:
        recover(settings, asked(share_fds), tell)
    if as_json:
        say_json({"recovered": True})
        return
    say(
        "主鍵を戻しました。鍵管理プロセスは自動で再開します / The master key is back; the keeper starts again by itself."
    )
