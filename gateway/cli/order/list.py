"""`sekisho order list`."""

from pathlib import Path
from typing import Any

import click

from gateway.authorization.wording import standing_name
from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.headings import WITH_DATA, WITHOUT_DATA, word
from gateway.cli.options import json_option, settings_option, words
from gateway.cli.printing import japan, say_json, table
from gateway.wiring.office_reading import OrderFilter, OrderLine
from gateway.work_orders.order import Standing, WorkOrder


def plain(line: OrderLine) -> dict[str, Any]:
    """The order as JSON values, people by user name."""
    named = {"engineer": line.engineer, "requester": line.requester, "approvers": list(line.approvers)}
    return {**named, **order_plain(line.order)}


def order_plain(order: WorkOrder) -> dict[str, Any]:
    """What an order says of itself."""
    return {
        "id": order.id,
        "targets": [{"name": each.name, "accounts": list(each.accounts)} for each in order.targets],
        "clients": list(order.clients),
        "purpose": order.purpose,
        "personal_data": order.personal_data,
        "subjects": order.subjects,
        "template": order.template,
        "mode": order.mode,
        "starts_at": order.starts_at,
        "ends_at": order.ends_at,
        "reason": order.reason,
        "standing": order.standing,
        "approvals": len(order.approvers),
        "approvals_needed": order.approvals_needed,
        "requested_at": order.requested_at,
        "version": order.version,
    }


@click.command("list", help="作業申請の一覧（新しい順） / List the orders, newest first.")
@click.option("--person", help="作業者の利用者名 / the engineer's user name")
@click.option("--standing", type=words(Standing), help="状態 / standing")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="件数 / at most")
@settings_option
@json_option
@ending
def command(person: str | None, standing: str | None, limit: int, settings_file: Path | None, as_json: bool) -> None:
    """List them."""
    with visitor(settings_file) as office:
        wanted = OrderFilter(person=person, standing=None if standing is None else Standing(standing), limit=limit)
        found = office.lists.orders(wanted)
    if as_json:
        say_json({"orders": [plain(line) for line in found]})
        return
    table(
        ("番号", "作業者", "接続先", "作業方式", "個人データ", "開始", "終了", "状態", "承認"),
        (
            (
                line.order.id,
                line.engineer,
                ",".join(each.name for each in line.order.targets),
                word(line.order.mode),
                WITH_DATA if line.order.personal_data else WITHOUT_DATA,
                japan(line.order.starts_at),
                japan(line.order.ends_at),
                f"{standing_name(line.order.standing).ja}/{line.order.standing}",
                f"{len(line.order.approvers)}/{line.order.approvals_needed}",
            )
            for line in found
        ),
    )
