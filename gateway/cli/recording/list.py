"""`sekisho recording list`."""

from pathlib import Path
from typing import Any

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import japan, say_json, table
from gateway.wiring.office_reading import RecordingLine, RecordingState

STATES = {
    RecordingState.OPEN: "録画中/open",
    RecordingState.SEALED: "正常終了/sealed",
    RecordingState.INTERRUPTED: "途中終了/interrupted",
    RecordingState.LATE: "正常終了（後から封印）/late",
    RecordingState.RETIRED: "消去済み（保存期間・契約の終了）/retired",
}


def plain(line: RecordingLine) -> dict[str, Any]:
    """The recording as JSON values."""
    return {
        "id": line.id,
        "session": line.session,
        "username": line.username,
        "target": line.target,
        "account": line.account,
        "path": line.path,
        "state": line.state,
        "started_at": line.started_at,
        "last_at": line.last_at,
        "sealed_at": line.sealed_at,
        "retired_at": line.retired_at,
        "chunks": line.chunks,
        "bytes": line.stored_bytes,
        "final_hash": line.final_hash,
    }


@click.command("list", help="録画の一覧（新しい順） / List the recordings, newest first.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True, help="件数 / at most")
@click.option("--person", help="利用者名 / user name")
@settings_option
@json_option
@ending
def command(limit: int, person: str | None, settings_file: Path | None, as_json: bool) -> None:
    """List them."""
    with visitor(settings_file) as office:
        found = office.lists.recordings(person=person, limit=limit)
    if as_json:
        say_json({"recordings": [plain(line) for line in found]})
        return
    table(
        ("番号", "セッション", "利用者", "接続先", "開始", "最後の記録", "バイト", "状態"),
        (
            (
                line.id,
                line.session,
                line.username,
                f"{line.target}/{line.account}",
                japan(line.started_at),
                japan(line.last_at),
                line.stored_bytes,
                STATES[line.state],
            )
            for line in found
        ),
    )
