"""What the desk said, told: the order as it stands now (status 0), or every reason why not with its next step (status 1)."""

import click

from gateway.approvals.declined import Declined
from gateway.authorization.wording import standing_name
from gateway.cli.ending import Status, leave
from gateway.cli.escaping import shown
from gateway.cli.order.list import order_plain
from gateway.cli.printing import say, say_json
from gateway.work_orders.order import WorkOrder


def tell(answer: WorkOrder | Declined, *, as_json: bool) -> None:
    """Say it and end the verb."""
    if isinstance(answer, Declined):
        _declined(answer, as_json)
    elif as_json:
        say_json({"order": order_plain(answer)})
    else:
        say(f"{answer.id}: {standing_name(answer.standing).ja} / {answer.standing}")
        if answer.standing == "asked":
            say(f"承認 / approvals: {len(answer.approvers)}/{answer.approvals_needed}")


def _declined(answer: Declined, as_json: bool) -> None:
    if as_json:
        reasons = [{"rule": why.rule, "ja": why.title.ja, "en": why.title.en} for why in answer.reasons]
        say_json(
            {"refused": {"code": "order.declined", "ja": answer.shown.ja, "en": answer.shown.en, "reasons": reasons}}
        )
    else:
        for line in answer.shown.both().splitlines():
            click.echo(shown(line), err=True)
    leave(Status.NOT_SO)
