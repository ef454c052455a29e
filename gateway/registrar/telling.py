"""What the journal hears about a change from the registrar itself: its subject, its plain facts, and the events it must bring.

Facts are ids, roles, standings, dates, addresses: never a name of a person, a sealed value or a key's bytes. So what took
effect can be read from the journal alone, whatever the office's own events say.
"""

from collections.abc import Sequence
from typing import Any, Final

from gateway.audit.event import Event
from gateway.crypto.digest import fingerprint
from gateway.ipc.server import Violation
from gateway.registrar import changes
from gateway.vocabulary.target import Target
from gateway.vocabulary.terminal import Terminal
from gateway.work_orders.order import Standing, WorkOrder

_CLOSED_BY: Final = {
    Standing.RETURNED: "order.returned",
    Standing.REJECTED: "order.rejected",
    Standing.WITHDRAWN: "order.withdrawn",
}


def facts_of(change: changes.Change) -> dict[str, Any]:
    """The change as the journal may keep it."""
    match change:
        case changes.PersonAdded() | changes.PersonChanged():
            return _account(change)
        case changes.TerminalAdded(terminal=terminal) | changes.TerminalChanged(after=terminal):
            return _terminal(terminal)
        case changes.TargetAdded(target=target) | changes.TargetChanged(after=target):
            return _target(target)
        case changes.OrderAsked(order=order) | changes.OrderMoved(order=order):
            return _order(order)
        case _:
            return {name: str(getattr(change, name)) for name in ("person", "kind", "name") if hasattr(change, name)}


def require_told(change: changes.Change, events: Sequence[Event]) -> None:
    """Raise Violation unless an order's change brings exactly the one event of an order, and any other change none."""
    expected: list[tuple[str, str | None]] = []
    if isinstance(change, changes.OrderAsked):
        expected = [("order.asked", change.order.id)]
    elif isinstance(change, changes.OrderMoved) and change.order.standing is not Standing.LAPSED:
        expected = [(_CLOSED_BY.get(change.order.standing, "order.approved"), change.order.id)]
    told = [event for event in events if event.kind.startswith("order.")]
    if [(event.kind, event.order) for event in told] != expected or any(event.person is None for event in told):
        raise Violation("a change whose events do not tell of it")


def _account(change: changes.PersonAdded | changes.PersonChanged) -> dict[str, Any]:
    if isinstance(change, changes.PersonAdded):
        own: dict[str, Any] = {"username": change.username, "keys": [key.fingerprint for key in change.keys]}
    else:
        own = {"standing": change.standing.value}
    return {
        **own,
        "roles": sorted(role.value for role in change.roles),
        "employer": change.employer,
        "engagement": change.engagement.value,
        "contract_end": change.contract_end.isoformat(),
        "credentials": [
            kind
            for kind, sealed in (("password", change.password_sealed), ("totp", change.totp_sealed))
            if sealed is not None
        ],
    }


def _terminal(terminal: Terminal) -> dict[str, Any]:
    return {
        "name": terminal.name,
        "site": terminal.site,
        "standing": terminal.standing.value,
        "key": fingerprint(terminal.public_key),
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        "id": target.id,
        "protocol": target.protocol.value,
        "address": target.address,
        "port": target.port,
        "host_keys": [fingerprint(blob) for blob in target.host_keys],
        "accounts": list(target.accounts),
        "login": target.login.value,
        "clients": list(target.clients),
        "encoding": target.encoding.value,
        "standing": target.standing.value,
        "free_declared_by": target.free.declared_by if target.free is not None else "",
        "free_until": target.free.until.isoformat() if target.free is not None else "",
    }


def _order(order: WorkOrder) -> dict[str, Any]:
    return {
        "person": order.person_id,
        "standing": order.standing.value,
        "version": order.version,
        "approvals": [approval.approver_id for approval in order.approvals],
    }
