"""What the journal hears about a change from the registrar itself: its subject, its plain facts, and the events it must bring.

Facts are ids, roles, standings, dates, addresses: never a name of a person, a sealed value or a key's bytes. So what took
effect can be read from the journal alone, whatever the office's own events say.
"""

from collections.abc import Sequence
from typing import Any, Final

from gateway.audit.event import Event
from gateway.crypto.digest import fingerprint
from gateway.ipc.server import Violation
from gateway.people.account import Account
from gateway.registrar import changes
from gateway.registrar.ports import Facts
from gateway.vocabulary.target import Target
from gateway.vocabulary.terminal import Terminal
from gateway.work_orders.order import Standing, WorkOrder

_CLOSED_BY: Final = {
    Standing.RETURNED: "order.returned",
    Standing.REJECTED: "order.rejected",
    Standing.WITHDRAWN: "order.withdrawn",
}


def facts_of(change: changes.Change, facts: Facts) -> dict[str, Any]:
    """The change as the journal may keep it, before it is applied: with what stood there before (`changed`)."""
    match change:
        case changes.PersonAdded() | changes.PersonChanged():
            return _account(change, facts)
        case changes.AuthorityAdded():
            return {"name": change.name, "key": change.fingerprint}
        case changes.CertificateRevoked():
            return {"authority": change.authority, change.mark.value: change.value}
        case changes.TerminalAdded() | changes.TerminalChanged() | changes.TargetAdded() | changes.TargetChanged():
            return _registered(change)
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


def _account(change: changes.PersonAdded | changes.PersonChanged, facts: Facts) -> dict[str, Any]:
    own: dict[str, Any]
    if isinstance(change, changes.PersonAdded):
        own = {"username": change.username, "keys": [key.fingerprint for key in change.keys]}
    else:
        before, after = facts.account(change.id), _standing_account(change)
        own = {"standing": change.standing.value, **_difference(_standing_account(before) if before else {}, after)}
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


def _registered(
    change: changes.TerminalAdded | changes.TerminalChanged | changes.TargetAdded | changes.TargetChanged,
) -> dict[str, Any]:
    match change:
        case changes.TerminalAdded():
            return _terminal(change.terminal)
        case changes.TerminalChanged():
            return {**_terminal(change.after), **_difference(_terminal(change.before), _terminal(change.after))}
        case changes.TargetAdded():
            return _target(change.target)
        case changes.TargetChanged():
            return {**_target(change.after), **_difference(_target(change.before), _target(change.after))}


def _standing_account(account: changes.PersonChanged | Account) -> dict[str, Any]:
    return {
        "standing": account.standing.value,
        "roles": sorted(role.value for role in account.roles),
        "employer": account.employer,
        "engagement": account.engagement.value,
        "agency": account.agency or "",
        "contract_end": account.contract_end.isoformat(),
        "language": account.language.value,
    }


def _difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """`changed`: each fact that becomes another, with what it was and what it becomes."""
    names = [name for name in after if name in before and before[name] != after[name]]
    return {"changed": {name: {"before": before[name], "after": after[name]} for name in names}}


def _terminal(terminal: Terminal) -> dict[str, Any]:
    return {
        "name": terminal.name,
        "site": terminal.site,
        "owner": terminal.owner,
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
        "drop_folder": target.drop_folder or "",
        "management": target.management or "",
    }


def _order(order: WorkOrder) -> dict[str, Any]:
    return {
        "person": order.person_id,
        "standing": order.standing.value,
        "version": order.version,
        "approvals": [approval.approver_id for approval in order.approvals],
    }
