"""What follows from a change, in its own transaction: a leaver's orders are withdrawn, passwords become due (R-14, R-20)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from gateway.audit.event import Event
from gateway.authentication.web_session import EndReason
from gateway.registrar import changes, rotations, web_sessions
from gateway.registrar.ports import Transaction
from gateway.rotation.due import Reason, rotates
from gateway.vocabulary.identity import Standing
from gateway.work_orders.events import ended
from gateway.work_orders.order import Act, can, moved

LEFT: Final = "利用者の廃止に伴う取り下げ / withdrawn because the account was revoked"


def of(transaction: Transaction, change: changes.Change, *, by: str, now: datetime) -> Sequence[Event]:
    """The events of what follows from `change`, which has just been applied in the name of `by`."""
    match change:
        case changes.RotationWanted(target=name):
            return _due(transaction, [name], Reason.ASKED)
        case changes.PersonChanged(standing=Standing.SUSPENDED):
            return web_sessions.ended_all_of(transaction, change.id, EndReason.ACCOUNT, now)
        case changes.PersonChanged(standing=Standing.REVOKED):
            used = transaction.office.rotations.used_by(change.id)
            signed_out = web_sessions.ended_all_of(transaction, change.id, EndReason.ACCOUNT, now)
            return (*_withdrawn(transaction, change.id, by, now), *_due(transaction, used, Reason.LEAVER), *signed_out)
        case changes.PersonChanged() if change.password_sealed is not None or change.totp_sealed is not None:
            return web_sessions.ended_all_of(transaction, change.id, EndReason.FACTORS, now)
        case changes.PasswordChanged() | changes.CodeSecretChanged() | changes.FactorsReset():
            return web_sessions.ended_all_of(transaction, change.person, EndReason.FACTORS, now)
        case changes.PasskeyAdded() | changes.PasskeyRemoved():
            return web_sessions.ended_all_of(transaction, change.person, EndReason.FACTORS, now)
        case _:
            return ()


def _withdrawn(transaction: Transaction, person: str, by: str, now: datetime) -> Sequence[Event]:
    events: list[Event] = []
    for order in transaction.facts.orders_of(person, ending_after=now):
        if can(order.standing, Act.WITHDRAW):
            transaction.office.move_order(moved(order, Act.WITHDRAW), order.version)
            events.append(ended(order, Act.WITHDRAW, by, LEFT))
    return events


def _due(transaction: Transaction, names: Sequence[str], reason: Reason) -> Sequence[Event]:
    events: list[Event] = []
    for target in filter(None, map(transaction.facts.target, names)):
        if rotates(target) and target.standing is not Standing.REVOKED:
            events += rotations.wanted(transaction, target, reason)
    return events
