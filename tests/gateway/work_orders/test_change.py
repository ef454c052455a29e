"""Changes say what their author saw."""

from gateway.work_orders.change import OrderAsked, OrderMoved
from gateway.work_orders.order import Act, Standing, moved
from tests.gateway.authorization.a_request import an_order


def test_a_move_names_the_version_before() -> None:
    before = an_order(standing=Standing.ASKED, version=2)
    change = OrderMoved(order=moved(before, Act.REJECT), expected_version=before.version)
    assert change.order.version == change.expected_version + 1
    assert OrderAsked(order=before) == OrderAsked(order=before)
