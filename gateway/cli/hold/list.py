"""`sekisho hold list [ID] [--files]`: legal holds, and the files in their scope with hashes, to hand to police or PPC (R-87)."""

from pathlib import Path
from typing import Any

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.escaping import shown
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import japan, say, say_json, table
from gateway.recording.legal_hold import LegalHold
from gateway.wiring.office_holds import HeldFile, files, hold_named


@click.command(
    "list", help="保全の一覧。--files で対象ファイルとハッシュ値 / List the holds; --files lists files and hashes."
)
@click.argument("hold", required=False)
@click.option("--files", "with_files", is_flag=True, help="対象のファイルと SHA-256 / the files in its scope")
@settings_option
@json_option
@ending
def command(hold: str | None, with_files: bool, settings_file: Path | None, as_json: bool) -> None:
    """List them."""
    with visitor(settings_file) as office:
        found = office.lists.legal_holds() if hold is None else (hold_named(office, hold),)
        listed = {each.id: list(files(office, each)) for each in found} if with_files else {}
        made_at = office.clock.now()
    if as_json:
        say_json({"made_at": made_at, "holds": [plain(each, listed.get(each.id)) for each in found]})
        return
    table(
        ("番号", "委託元", "開始", "終了", "案件", "理由", "登録", "状態"),
        (
            (
                each.id, each.client, each.since, each.until, each.reference, each.reason, japan(each.placed_at),
                "保全中/stands" if each.stands else f"解除/lifted {japan(each.lifted_at)}",
            )
            for each in found
        ),
    )  # fmt: skip
    for each in found if with_files else ():
        _tell(each, listed[each.id])


def plain(hold: LegalHold, listed: list[HeldFile] | None) -> dict[str, Any]:
    """The hold, and the files in its scope, as JSON values."""
    told = {
        "id": hold.id,
        "client": hold.client,
        "since": hold.since,
        "until": hold.until,
        "reference": hold.reference,
        "reason": hold.reason,
        "placed_at": hold.placed_at,
        "stands": hold.stands,
        "lifted_at": hold.lifted_at,
    }
    if listed is None:
        return told
    return {**told, "files": [_file(each) for each in listed]}


def _file(each: HeldFile) -> dict[str, Any]:
    return {
        "recording": each.recording,
        "session": each.session,
        "path": each.path,
        "started_at": each.started_at,
        "bytes": each.size,
        "sha256": each.sha256,
        "final_hash": each.final_hash,
        "missing": None if each.missing is None else {"ja": each.missing.ja, "en": each.missing.en},
    }


def _tell(hold: LegalHold, listed: list[HeldFile]) -> None:
    say(f"\n{hold.id}: {len(listed)} 件 / recordings")
    table(
        ("録画", "開始", "バイト", "SHA-256", "最終ハッシュ"),
        (
            (each.recording, japan(each.started_at), each.size, _hex(each.sha256), _hex(each.final_hash))
            for each in listed
        ),
    )
    for each in listed:
        if each.missing is not None:
            say(f"  {each.recording}: {shown(each.missing.ja)} / {shown(each.missing.en)}")


def _hex(digest: bytes | None) -> str:
    return "-" if digest is None else digest.hex()
