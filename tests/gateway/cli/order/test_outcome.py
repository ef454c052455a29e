from datetime import UTC, datetime, timedelta

import click
import pytest
from click.testing import CliRunner

from gateway.approvals.declined import Declined, because
from gateway.approvals.objection import Objection
from gateway.cli.order.outcome import tell
from gateway.work_orders.order import Mode, OrderedTarget, Standing, WorkOrder

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ORDER = WorkOrder(
    id="WO-1", person_id="P-1", requested_by="P-1", targets=(OrderedTarget(name="a", accounts=("b",)),), clients=(),
    purpose="failure", personal_data=False, mode=Mode.COMMANDS, starts_at=NOW, ends_at=NOW + timedelta(hours=1),
    reason="x", standing=Standing.ASKED, approvals=(), requested_at=NOW, version=1,
)  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "status", "word"),
    [(ORDER, 0, "申請中"), (Declined(reasons=(because(Objection.NOT_A_SUPERVISOR),)), 1, "AP-102")],
)
def test_an_order_is_told_or_every_reason_why_not(answer: WorkOrder | Declined, status: int, word: str) -> None:
    @click.command()
    def verb() -> None:
        tell(answer, as_json=False)

    found = CliRunner().invoke(verb, [])
    assert found.exit_code == status
    assert word in found.output
