"""The desk's no in HTTP."""

import pytest

from admin_ui.orders.answers import status_for
from gateway.approvals.declined import Declined, because
from gateway.approvals.objection import Objection


@pytest.mark.parametrize(
    ("objections", "status"),
    [
        ([Objection.REASON_UNFIT], 422),
        ([Objection.NOT_OPEN], 409),
        ([Objection.NOT_OPEN, Objection.REASON_UNFIT], 409),
        ([Objection.APPROVED_ALREADY], 409),
        ([Objection.IS_THE_ENGINEER, Objection.NOT_OPEN], 403),
        ([Objection.NOT_A_SUPERVISOR], 403),
    ],
)
def test_each_no_has_its_number(objections: list[Objection], status: int):
    words = {"letters": 1, "order": "x", "standing": "x", "standing_ja": "x"}
    declined = Declined(reasons=tuple(because(each, **words) for each in objections))
    assert status_for(declined) == status
