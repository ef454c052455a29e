"""`sekisho node renew BUNDLE`: a node that joined takes over keys that were changed on another; by two custodians."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.options import json_option, settings_of, settings_option
from gateway.cli.printing import say, say_json
from gateway.cli.shares_asked import asked, shares_option


@click.command("renew", help="変更された鍵を受け取る（保管者 2 名） / Take over keys changed on another node.")
@click.argument("bundle", type=click.Path(path_type=Path, exists=True, file_okay=False))
@shares_option
@settings_option
@json_option
@ending
def command(bundle: Path, share_fds: tuple[int, ...], settings_file: Path | None, as_json: bool) -> None:
    """Look, then take them over."""
    from gateway.wiring import joining

    settings = settings_of(settings_file)
    found = joining.look(bundle, asked(share_fds))
    joining.renew(found, settings)
    if as_json:
        say_json({"node": settings.node.name, "bundle": found.manifest.id, "renewed": True})
        return
    say("鍵を受け取りました。鍵管理プロセスを再起動すると有効になります（実行中のセッションは続きます）。")
    say("The keys were taken over. They hold once the keeper is started again; running sessions go on.")
