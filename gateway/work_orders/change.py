"""What can happen to stored orders: two changes, each committed together with its events or not at all."""

from dataclasses import dataclass

from gateway.work_orders.order import WorkOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAsked:
    """A new order, without approvals, at version 1."""

    order: WorkOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMoved:
    """An order after one act. It takes effect only if the stored one still stands at `expected_version`."""

    order: WorkOrder
    expected_version: int


OrderChange = OrderAsked | OrderMoved
