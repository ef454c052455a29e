"""`sekisho target show NAME`."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.escaping import shown
from gateway.cli.headings import WITH_DATA, WITHOUT_DATA, word
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import facts, japan, say_json
from gateway.cli.target.list import plain
from gateway.rotation.due import Failure, Reason, Rotation
from gateway.vocabulary.target import FreeOfPersonalData, LoginWay, Protocol, Target
from gateway.wiring.office_targets import rotation_of, target_named


@click.command("show", help="接続先の詳細 / Show one target.")
@click.argument("name")
@settings_option
@json_option
@ending
def command(name: str, settings_file: Path | None, as_json: bool) -> None:
    """Show it."""
    with visitor(settings_file) as office:
        target = target_named(office, name)
        rotation = rotation_of(office, target)
    found = {**plain(target), "rotation": None if rotation is None else _rotation(rotation)}
    if as_json:
        say_json({"target": found})
        return
    free = target.free
    facts(
        (
            ("名前", target.name),
            ("番号", target.id),
            ("方式", target.protocol),
            ("アドレス", f"{target.address}:{target.port}"),
            *_pins(target, found),
            ("アカウント", ", ".join(target.accounts)),
            ("ログイン方法", word(target.login)),
            ("委託元", ", ".join(target.clients)),
            ("文字コード", target.encoding),
            ("個人データ", WITH_DATA if free is None else _declared(free)),
            ("アップロード先", target.drop_folder),
            ("管理アカウント", target.management),
            ("パスワード更新", _told(target, rotation)),
            ("リスク管理", _row(target)),
            ("状態", word(target.standing)),
        )
    )


def _pins(target: Target, found: dict[str, Any]) -> tuple[tuple[str, str | None], ...]:
    """What the target is known by, under the name of what it is."""
    if target.protocol is Protocol.SSH:
        return (("ホスト鍵", " ".join(found["host_keys"])),)
    told = [
        f"{each['sha256']} {shown(each['subject'])}（{japan(each['valid_from'])} – {japan(each['valid_until'])}）"
        for each in found["certificates"]
    ]
    return (("サーバー証明書", " ".join(told) or "未登録 / none pinned"),)


def _declared(free: FreeOfPersonalData) -> str:
    return f"{WITHOUT_DATA} （{free.declared_by} の申告、{free.until} まで / declared by, until）"


def _row(target: Target) -> str:
    """The row of the risk register in one line."""
    risk = target.risk
    if risk is None:
        return "未登録 / no row in the risk register"
    return f"{risk.importance}、所有者 {risk.owner}、{risk.risk} → {risk.measure}、見直し日 {risk.review_on}"


def _rotation(rotation: Rotation) -> dict[str, Any]:
    return {
        "due": rotation.reason,
        "changing": rotation.prepared_at is not None,
        "tries": rotation.tries,
        "failed": rotation.failed,
        "done_at": rotation.done_at,
    }


def _told(target: Target, rotation: Rotation | None) -> str:
    """One line: whether it is changed by us, is due, is being changed, failed, or when it was changed last."""
    match rotation:
        case None if target.login is LoginWay.CERTIFICATE:
            return "証明書でログインするため不要 / nothing to rotate: certificates of minutes"
        case None:
            return "自動更新なし / not changed by the gateway"
        case Rotation(failed=Failure() as why):
            return f"失敗（{why.value}）。原因を直し target rotate または target secret / failed: fix it, then rotate again"
        case Rotation(prepared_at=datetime()):
            return "更新中 / being changed"
        case Rotation(reason=Reason() as reason):
            return f"更新待ち（{reason.value}） / due"
        case _:
            return f"最終更新 {japan(rotation.done_at)} / last changed"
