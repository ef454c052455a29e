"""A request from a table of facts."""

from datetime import date

import pytest

from gateway.authorization.case_request import request_of
from gateway.authorization.cases import BASELINE
from gateway.authorization.request import Capability, OrderFacts
from gateway.authorization.strict_table import StrictTable, toml_of
from gateway.authorization.unfit import PolicyUnfit
from tests.gateway.authorization.a_request import SHIPPED

CONTENT = (SHIPPED / BASELINE).read_text(encoding="utf-8")


def test_the_baseline_is_a_whole_request() -> None:
    request = request_of(StrictTable(BASELINE, toml_of(BASELINE, CONTENT.encode())))
    assert request.capability is Capability.SHELL
    assert request.target.holds_personal_data(date(2026, 11, 22))
    order: OrderFacts | None = request.order
    assert order is not None
    assert order.approvals_needed == 2


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('account = "maint"', 'acount = "maint"', "account"),
        ('capability = "shell"', 'capability = "shel"', "capability.shel"),
        ('"code"]', '"codes"]', "factors.codes"),
        ('mode = "shell"', 'mode = "shell"\nmodus = "x"', "order.modus"),
        ("now = 2026-11-22T10:05:00+09:00", "now = 2026-11-22T10:05:00", "now"),
        ('roles = ["engineer"]', 'roles = ["enginer"]', "person.roles.enginer"),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, key: str) -> None:
    table = StrictTable(BASELINE, toml_of(BASELINE, CONTENT.replace(old, new, 1).encode()))
    with pytest.raises(PolicyUnfit) as found:
        request_of(table)
    assert found.value.key == key
