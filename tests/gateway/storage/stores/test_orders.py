from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from gateway.storage.engine import reading, writing
from gateway.storage.stores.orders import ORDERS_MAX, Orders
from gateway.vocabulary.outcome import GatewayFault
from gateway.work_orders.order import Standing, with_approval
from tests.gateway.storage.samples import HOUR, NOW, approval, order


def test_an_order_is_read_back_whole(office):
    with writing(office) as connection:
        assert Orders(connection).get("WO-1") == order()
        assert Orders(connection).get("WO-none") is None
        assert not Orders(connection).add(order())


def test_R26_approvals_are_kept_in_their_order(office):
    once, _ = with_approval(order(), approval("P-kato"))
    twice, _ = with_approval(once, approval("P-ito", minutes=3))
    with writing(office) as connection:
        orders = Orders(connection)
        assert orders.move(once, 1)
        assert orders.get("WO-1") == once
        assert orders.move(twice, 2)
        assert orders.get("WO-1") == twice
    assert twice.standing is Standing.APPROVED


def test_of_two_moves_from_one_version_the_second_changes_nothing(office):
    kato, _ = with_approval(order(), approval("P-kato"))
    ito, _ = with_approval(order(), approval("P-ito"))
    with writing(office) as connection:
        assert Orders(connection).move(kato, 1)
        assert not Orders(connection).move(ito, 1)
        assert Orders(connection).get("WO-1") == kato
        assert not Orders(connection).move(order("WO-none"), 1)


def test_R26_nobody_approves_one_order_twice(office):
    once, _ = with_approval(order(), approval("P-kato"))
    twice, _ = with_approval(once, approval("P-kato", minutes=1))
    with pytest.raises(GatewayFault), writing(office) as connection:
        Orders(connection).move(once, 1)
        Orders(connection).move(twice, 2)


def test_an_order_does_not_begin_approved(office):
    with pytest.raises(GatewayFault, match="already approved"), writing(office) as connection:
        Orders(connection).add(order("WO-2", approvals=(approval("P-kato"),)))


@pytest.mark.parametrize(
    "change",
    [
        {"ends_at": NOW + 9 * HOUR},
        {"person_id": "P-kato"},
        {"clients": ("C-01", "C-02")},
        {"personal_data": False},
        {"reason": "other"},
    ],
)
def test_a_move_changes_nothing_else(office, change):
    with pytest.raises(GatewayFault, match="more than its standing"), writing(office) as connection:
        Orders(connection).move(replace(order(), standing=Standing.APPROVED, version=2, **change), 1)
    with writing(office) as connection:
        assert Orders(connection).get("WO-1") == order()


@pytest.mark.parametrize("kept", [(), (approval("P-ito"),), (approval("P-kato", minutes=1),)])
def test_an_approval_once_given_is_neither_forgotten_nor_rewritten(office, kept):
    once, _ = with_approval(order(), approval("P-kato"))
    with pytest.raises(GatewayFault, match="forgets"), writing(office) as connection:
        Orders(connection).move(once, 1)
        Orders(connection).move(replace(once, approvals=kept, version=3), 2)


def test_orders_of_a_person_newest_first_and_bounded(office):
    with writing(office) as connection:
        orders = Orders(connection)
        for number in range(ORDERS_MAX + 5):
            orders.add(order(f"WO-x{number:03}", requested_at=NOW + timedelta(seconds=number)))
        orders.add(order("WO-over", starts_at=NOW - 9 * HOUR, ends_at=NOW))
        orders.add(order("WO-kato", person="P-kato"))
        found = orders.of_person("P-sato", ending_after=NOW)
        everybody = {each.id for each in found}
    assert len(found) == ORDERS_MAX
    assert [found[0].id, found[1].id] == ["WO-x204", "WO-x203"]
    assert not everybody & {"WO-over", "WO-kato"}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("targets", "[]"),
        ("targets", '[{"accounts":["app"]}]'),
        ("targets", '[{"accounts":[],"name":"callcenter-app"}]'),
        ("targets", '[{"accounts":["app"],"name":1}]'),
        ("targets", '[{"accounts":["app"],"all":true,"name":"x"}]'),
        ("targets", "[7]"),
        ("mode", "root"),
        ("standing", "eternal"),
        ("starts_at", "2026"),
        ("clients", "x"),
    ],
)
def test_a_row_that_is_not_understood_names_table_column_and_id(office, column, value):
    with writing(office) as connection:
        connection.execute(text(f"UPDATE work_order SET {column} = :value"), {"value": value})
        with pytest.raises(GatewayFault, match=f"row WO-1 of table work_order .* column .*{column}"):
            Orders(connection).get("WO-1")


def test_the_database_refuses_a_window_that_ends_first(office):
    with pytest.raises(GatewayFault), writing(office) as connection:
        connection.execute(text("UPDATE work_order SET ends_at = starts_at"))


def test_R26_how_many_people_which_template_and_how_fast_are_kept(office):
    asked = order("WO-9", subjects=20, template="fault-data")
    quick, _ = with_approval(asked, replace(approval("P-kato"), seconds=4))
    with writing(office) as connection:
        orders = Orders(connection)
        assert orders.add(asked)
        assert orders.move(quick, 1)
    with reading(office) as connection:
        assert Orders(connection).get("WO-9") == quick


def test_these_are_given_in_the_order_they_were_asked_for(office):
    with writing(office) as connection:
        orders = Orders(connection)
        orders.add(order("WO-8"))
        orders.add(order("WO-9"))
        assert [each.id for each in orders.these(["WO-9", "nobody's", "WO-8"])] == ["WO-9", "WO-8"]
