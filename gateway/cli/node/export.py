"""`sekisho node export DIRECTORY`: what a further node needs of this one, sealed for two custodians' shares."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.options import json_option, settings_of, settings_option
from gateway.cli.printing import facts, say, say_json
from gateway.vocabulary.clock import SystemClock


@click.command("export", help="別のノードのための鍵などを書き出す / Write what a further node needs into DIRECTORY.")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@settings_option
@json_option
@ending
def command(directory: Path, settings_file: Path | None, as_json: bool) -> None:
    """Write it."""
    from gateway.wiring.joining import export
    from gateway.wiring.unbound import telling

    settings = settings_of(settings_file)
    with telling(settings) as tell:
        folder, manifest = export(settings, directory, tell, SystemClock())
    if as_json:
        say_json({"id": manifest.id, "folder": str(folder), "node": manifest.node, "entries": manifest.entries})
        return
    say("書き出しました。新しいノードの機器に運び、そこで保管者 2 名と「sekisho node join」を実行してください。")
    say("Written. Carry it to the new node's machine and run there, with two custodians: sekisho node join")
    facts((("番号 / id", manifest.id), ("場所 / folder", folder)))
