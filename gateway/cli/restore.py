"""`sekisho restore BACKUP`: a gateway as it stood, from a backup and two custodians' shares, into an empty place.

Every byte of the backup is looked at before anything is written. --look stops there: it is the test to run each month.
"""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import facts, japan, say, say_json
from gateway.cli.shares_asked import asked, shares_option
from gateway.settings.reading import SettingsRefused
from gateway.vocabulary.clock import SystemClock


@click.command("restore", help="バックアップから復元する / Restore the backup in folder BACKUP.")
@click.argument("backup", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--look", is_flag=True, help="確かめるだけで、何も書かない / only look; write nothing")
@click.option(
    "--forget",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="失われてもよい監査ログの件数（立会人の控えにある分） / entries the witness knows that may be lost",
)
@shares_option
@settings_option
@json_option
@ending
def command(
    backup: Path, look: bool, forget: int, share_fds: tuple[int, ...], settings_file: Path | None, as_json: bool
) -> None:
    """Look, then restore."""
    from gateway.wiring import restoring

    if not look and settings_file is None:
        raise SettingsRefused(
            "復元先の設定ファイルを --settings で指定してください（なければバックアップのものが置かれます）。\n"
            "Give --settings FILE for the place to restore into; where there is none, the backup's own is put there."
        )
    found = restoring.look(backup, asked(share_fds))
    manifest = found.manifest
    told = {"id": manifest.id, "made_at": manifest.made_at, "node": manifest.node, "entries": manifest.entries}
    if look or settings_file is None:
        if as_json:
            say_json({**told, "whole": True, "restored": False})
        else:
            say("このバックアップはすべて開けました。何も書き込んでいません / All of it opens. Nothing was written.")
            _tell(told)
        return
    done = restoring.restore(found, settings_file, SystemClock(), forgetting=forget)
    further = {"rows": done.rows, "recordings": done.recordings, "ended": done.ended, "witnessed": done.witnessed}
    further["keyless"] = done.keyless
    if as_json:
        say_json({**told, "whole": True, "restored": True, **further})
        return
    say("復元しました。「sekisho serve」で開始し、「sekisho audit verify」で確かめてください。")
    say("Restored. Start it with: sekisho serve; then check: sekisho audit verify")
    _tell(told | further)


def _tell(told: dict[str, object]) -> None:
    names = {
        "id": "番号 / id", "made_at": "作成日時 / made at", "node": "ノード / node", "entries": "監査ログ / journal entries",
        "rows": "データベースの行 / rows", "recordings": "録画 / recordings", "ended": "終わらせたもの / ended",
        "witnessed": "立会人の控え / witness reaches",
        "keyless": "再生できない鍵（recording-keys.sealed になし） / keys that did not come back",
    }  # fmt: skip
    facts(
        (names[name], japan(value) if name == "made_at" else str(value))  # type: ignore[arg-type]  # a moment
        for name, value in told.items()
    )
