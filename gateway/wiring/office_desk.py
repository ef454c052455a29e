"""The approvals' desk speaks to the registrar through this: its two changes, spelled as the registrar's."""

from collections.abc import Sequence
from typing import Final

from gateway.approvals.ports import Commit
from gateway.audit.event import Event
from gateway.ipc.messages import CallRefused
from gateway.registrar import changes
from gateway.registrar.client import OfficeClient
from gateway.work_orders import change as order_changes

_CHANGED_MEANWHILE: Final = frozenset({"stale", "office.exists"})


class DeskPort:
    """Fills approvals.ports.Office."""

    def __init__(self, registrar: OfficeClient) -> None:
        self._registrar = registrar

    def commit(self, change: order_changes.OrderChange, events: Sequence[Event]) -> Commit:
        """One step of an order with its event; STALE where somebody was faster. Raises CallRefused, GatewayFault."""
        try:
            self._registrar.commit(_spelled(change), events)
        except CallRefused as refused:
            if refused.code in _CHANGED_MEANWHILE:
                return Commit.STALE
            raise
        return Commit.DONE

    def append(self, events: Sequence[Event]) -> None:
        """An attempt that changed nothing. Raises CallRefused, GatewayFault."""
        self._registrar.append(events)


def _spelled(change: order_changes.OrderChange) -> changes.OrderAsked | changes.OrderMoved:
    if isinstance(change, order_changes.OrderAsked):
        return changes.OrderAsked(order=change.order)
    return changes.OrderMoved(order=change.order, expected_version=change.expected_version)
