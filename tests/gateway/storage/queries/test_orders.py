import pytest

from gateway.storage.engine import reading, writing
from gateway.storage.queries import orders as lists
from gateway.storage.queries.orders import OrderFilter, OrderLine
from gateway.storage.stores.orders import Orders
from gateway.work_orders.order import Standing, with_approval
from tests.gateway.storage.samples import HOUR, NOW, approval, order


@pytest.fixture
def ordered(office):
    with writing(office) as connection:
        orders = Orders(connection)
        orders.add(order("WO-2", "P-kato", requested_by="P-ito", requested_at=NOW, ends_at=NOW + HOUR))
        once, _ = with_approval(order(), approval("P-kato"))
        twice, _ = with_approval(once, approval("P-ito"))
        assert orders.move(once, 1)
        assert orders.move(twice, 2)
    return office


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (OrderFilter(), ["WO-2", "WO-1"]),
        (OrderFilter(limit=1), ["WO-2"]),
        (OrderFilter(person="sato"), ["WO-1"]),
        (OrderFilter(person="nobody"), []),
        (OrderFilter(standing=Standing.APPROVED), ["WO-1"]),
        (OrderFilter(ending_after=NOW + HOUR), ["WO-1"]),
        (OrderFilter(person="kato", standing=Standing.APPROVED), []),
    ],
)
def test_the_list_by_every_part_of_the_filter(ordered, wanted, found):
    with reading(ordered) as connection:
        assert [line.order.id for line in lists.orders(connection, wanted)] == found


def test_one_line_names_its_people(ordered):
    with reading(ordered) as connection:
        line = lists.order(connection, "WO-1")
        assert line == OrderLine(order=line.order, engineer="sato", requester="sato", approvers=("kato", "ito"))
        assert lists.order(connection, "WO-2").requester == "ito"
        assert lists.order(connection, "WO-none") is None
