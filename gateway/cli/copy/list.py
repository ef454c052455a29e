"""`sekisho copy list`: every copy the gateway made, until when it stays, and the entry that proves its end (R-86)."""

from pathlib import Path
from typing import Any

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import japan, say_json, table
from gateway.wiring.office_budgets import require_client
from gateway.wiring.office_copies import OUTSIDE, Copied, copies

PLACES = {
    "folder": "録画/recording",
    "store": "保管先/store",
    "export": "書き出し/export",
    "backup": "バックアップ/backup",
    "journal": "監査ログの写し/journal",
    "node": "ノードの増設/node",
}


@click.command(
    "list", help="写しの一覧と消去の証拠（新しい順） / List the copies and what proves their end, newest first."
)
@click.option("--client", help="この委託元のものだけ / those that may show this client's data")
@click.option("--open", "only_open", is_flag=True, help="消去の証拠がないものだけ / those whose end nothing proves")
@settings_option
@json_option
@ending
def command(client: str | None, only_open: bool, settings_file: Path | None, as_json: bool) -> None:
    """List them."""
    with visitor(settings_file) as office:
        if client is not None:
            require_client(office, client)
        found = [each for each in copies(office, client) if not only_open or each.proof is None]
    if as_json:
        say_json({"copies": [plain(each) for each in found]})
        return
    table(
        ("種類", "番号", "作成", "作成者", "保存の最終日", "消去の証拠"),
        (
            (PLACES[each.place], each.what, japan(each.made_at), each.made_by, each.until or "-", _proof(each))
            for each in found
        ),
    )


def plain(copy: Copied) -> dict[str, Any]:
    """The copy as JSON values."""
    return {
        "place": copy.place,
        "what": copy.what,
        "clients": copy.clients,
        "made_at": copy.made_at,
        "made_by": copy.made_by,
        "bytes": copy.size,
        "digest": copy.digest,
        "until": copy.until,
        "outside": copy.place in OUTSIDE,
        "proof": None
        if copy.proof is None
        else {"entry": copy.proof.seq, "at": copy.proof.at, "kind": copy.proof.kind},
    }


def _proof(copy: Copied) -> str:
    if copy.proof is not None:
        return f"{copy.proof.seq} {copy.proof.kind}"
    return "計測できない/not measurable" if copy.place in OUTSIDE else "なし/none"
