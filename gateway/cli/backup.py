"""`sekisho backup DIR`: everything a gateway is, copied while it runs, sealed for two custodians, read back.

Asks for nothing, so that a timer can run it. Status 1: made, but a recording the database knows has no file.
"""

from pathlib import Path

import click

from gateway.cli.ending import Status, ending, leave
from gateway.cli.escaping import shown
from gateway.cli.options import json_option, settings_of, settings_option
from gateway.cli.printing import facts, japan, say, say_json
from gateway.vocabulary.clock import SystemClock


@click.command("backup", help="バックアップを作る / Make a backup into DIRECTORY.")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@settings_option
@json_option
@ending
def command(directory: Path, settings_file: Path | None, as_json: bool) -> None:
    """Make it."""
    from gateway.wiring.backing_up import back_up
    from gateway.wiring.unbound import telling

    settings = settings_of(settings_file)
    with telling(settings) as tell:
        made = back_up(settings, directory, tell, SystemClock())
    recordings = sum(part.name.startswith("recording/") for part in made.manifest.parts)
    if as_json:
        say_json(
            {
                "id": made.manifest.id, "folder": str(made.folder), "manifest_sha256": made.digest.hex(),
                "entries": made.manifest.entries, "recordings": recordings, "new_recordings": made.new_recordings,
                "missing": list(made.missing), "bytes": made.size, "made_at": made.manifest.made_at,
            }
        )  # fmt: skip
    else:
        say("バックアップを作成し、読み返して確かめました / The backup was made and read back.")
        facts(
            (
                ("番号 / id", made.manifest.id),
                ("場所 / folder", made.folder),
                ("作成日時 / made at", japan(made.manifest.made_at)),
                ("監査ログ / journal entries", made.manifest.entries),
                ("録画 / recordings", f"{recordings}（新規 / new: {made.new_recordings}）"),
                ("バイト / bytes", made.size),
                ("目録の SHA-256 / manifest", made.digest.hex()),
            )
        )
        for recording in made.missing:
            click.echo(shown(f"録画のファイルがありません / no file of this recording: {recording}"), err=True)
    if made.missing:
        leave(Status.NOT_SO)
