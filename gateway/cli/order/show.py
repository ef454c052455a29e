"""`sekisho order show ID`."""

from pathlib import Path

import click

from gateway.authorization.wording import standing_name
from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.headings import WITH_DATA, WITHOUT_DATA, word
from gateway.cli.options import json_option, settings_option
from gateway.cli.order.list import plain
from gateway.cli.printing import facts, japan, say_json
from gateway.ipc.messages import CallRefused
from gateway.wiring.office_reading import OrderLine
from gateway.wiring.office_texts import absent


@click.command("show", help="作業申請の詳細 / Show one order.")
@click.argument("order")
@settings_option
@json_option
@ending
def command(order: str, settings_file: Path | None, as_json: bool) -> None:
    """Show it."""
    with visitor(settings_file) as office:
        line = office.lists.order(order)
    if line is None:
        raise CallRefused("order.absent", absent("作業申請", "order", order, "order list"))
    if as_json:
        say_json({"order": plain(line)})
        return
    _tell(line)


def _tell(line: OrderLine) -> None:
    order = line.order
    facts(
        (
            ("番号", order.id),
            ("状態", f"{standing_name(order.standing).ja}/{order.standing}"),
            ("作業者", line.engineer),
            ("申請者", line.requester),
            ("接続先", "、".join(f"{each.name}/{','.join(each.accounts)}" for each in order.targets)),
            ("委託元", "、".join(order.clients)),
            ("作業目的", word(order.purpose)),
            ("個人データ", WITH_DATA if order.personal_data else WITHOUT_DATA),
            ("人数の上限", "-" if order.subjects is None else str(order.subjects)),
            ("作業方式", word(order.mode)),
            ("開始", japan(order.starts_at)),
            ("終了", japan(order.ends_at)),
            ("理由", order.reason),
            ("申請日時", japan(order.requested_at)),
            ("承認", f"{len(order.approvers)}/{order.approvals_needed} {'、'.join(line.approvers)}"),
        )
    )
