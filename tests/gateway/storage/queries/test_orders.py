import pytest

from gateway.storage.engine import reading, writing
from gateway.storage.queries import orders as lists
from gateway.storage.queries.orders import OrderFilter, OrderLine, Sorted
from gateway.storage.stores.orders import ORDERS_MAX, Orders
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
        (OrderFilter(of="P-ito"), ["WO-2"]),
        (OrderFilter(of="P-sato"), ["WO-1"]),
        (OrderFilter(people=("P-sato", "P-kato")), ["WO-2", "WO-1"]),
        (OrderFilter(people=()), []),
        (OrderFilter(target="callcenter-app"), ["WO-2", "WO-1"]),
        (OrderFilter(target="callcenter-app", limit=1, offset=1), ["WO-1"]),
        (OrderFilter(target="callcenter"), []),
        (OrderFilter(target="%"), []),
        (OrderFilter(target="callcenter-app", standing=Standing.APPROVED), ["WO-1"]),
        (OrderFilter(client="C-01"), ["WO-2", "WO-1"]),
        (OrderFilter(client="C-02"), []),
        (OrderFilter(client="C-01", target="callcenter-app", people=("P-kato",)), ["WO-2"]),
        (OrderFilter(beginning_before=NOW), []),
        (OrderFilter(beginning_before=NOW + HOUR, ending_after=NOW + HOUR), ["WO-1"]),
        (OrderFilter(offset=1), ["WO-1"]),
        (OrderFilter(sort=Sorted.SOONEST), ["WO-1", "WO-2"]),
        (OrderFilter(sort=Sorted.SOONEST, target="callcenter-app"), ["WO-1", "WO-2"]),
        (OrderFilter(waiting_for="P-sato"), ["WO-2"]),
        (OrderFilter(waiting_for="P-kato"), []),  # his own
        (OrderFilter(waiting_for="P-ito"), []),  # he asked for it
    ],
)
def test_the_list_by_every_part_of_the_filter(ordered, wanted, found):
    with reading(ordered) as connection:
        assert [line.order.id for line in lists.orders(connection, wanted)] == found
        if wanted.limit == ORDERS_MAX and not wanted.offset:
            assert lists.count(connection, wanted) == len(found)


def test_R26_what_somebody_has_approved_waits_for_others_only(ordered):
    with writing(ordered) as connection:
        orders = Orders(connection)
        orders.add(order("WO-3"))
        once, _ = with_approval(order("WO-3"), approval("P-kato"))
        assert orders.move(once, 1)
    with reading(ordered) as connection:
        assert lists.orders(connection, OrderFilter(waiting_for="P-kato")) == []
        (line,) = lists.orders(connection, OrderFilter(waiting_for="P-ito"))
        assert line.order.id == "WO-3"


def test_the_count_is_of_all_pages(ordered):
    with reading(ordered) as connection:
        assert lists.count(connection, OrderFilter(limit=1, offset=1)) == 2
        assert lists.count(connection, OrderFilter(client="C-01", standing=Standing.APPROVED)) == 1


def test_R26_approvals_with_their_seconds_oldest_first(ordered):
    with reading(ordered) as connection:
        given = lists.approvals_given(connection, NOW - HOUR)
        assert [(each[0], each[1], each[3]) for each in given] == [("WO-1", "P-kato", None), ("WO-1", "P-ito", None)]
        assert lists.approvals_given(connection, NOW + 2 * HOUR) == []


def test_names_of_clients(ordered):
    with reading(ordered) as connection:
        assert set(lists.client_names(connection, ["C-01", "C-99"])) <= {"C-01"}


def test_one_line_names_its_people(ordered):
    with reading(ordered) as connection:
        line = lists.order(connection, "WO-1")
        assert line == OrderLine(order=line.order, engineer="sato", requester="sato", approvers=("kato", "ito"))
        assert lists.order(connection, "WO-2").requester == "ito"
        assert lists.order(connection, "WO-none") is None
