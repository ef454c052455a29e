"""Orders from before the step are found by what they name."""

from sqlalchemy import Engine, select

from gateway.storage.engine import reading, writing
from gateway.storage.migrations.versions import m0011_desk
from gateway.storage.queries.orders import OrderFilter, count
from gateway.storage.stores.orders import Orders
from gateway.storage.tables import ORDER_CLIENT, ORDER_TARGET
from tests.gateway.storage.samples import KeyedCipher, order, staffed


def test_what_old_orders_name_is_filled_in(database: Engine):
    """`staffed` has one order; its rows beside are taken away and made again as the step makes them."""
    staffed(database, KeyedCipher())
    with writing(database) as connection:
        Orders(connection).add(order("WO-2", clients=()))
        for table in (ORDER_TARGET, ORDER_CLIENT):
            connection.execute(table.delete())
    with writing(database) as connection:
        rows = m0011_desk.rows_beside(connection)
        for table, values in zip((ORDER_TARGET, ORDER_CLIENT), rows, strict=True):
            connection.execute(table.insert(), values)
    with reading(database) as connection:
        assert count(connection, OrderFilter(target="callcenter-app")) == 2
        assert count(connection, OrderFilter(client="C-01")) == 1
        assert connection.execute(select(ORDER_TARGET.c.requested_at)).scalars().first() is not None
