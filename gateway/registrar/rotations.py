"""The rows of a rotation (R-14): due, prepared, done or failed, each in one transaction with the event that tells of it.

A new password is kept before the target is touched, and only while no session is live there; from then until it is proved no
session opens. So whatever dies in between, one of the two kept passwords lets the gateway in. A rotation that was given up
suspends its target in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from gateway.audit.event import Event
from gateway.ipc.server import Refuse, Violation
from gateway.registrar import texts
from gateway.registrar.group import Done
from gateway.registrar.ports import Facts, Transaction
from gateway.rotation.due import Failure, Reason, Rotation, rotates, wait_after
from gateway.rotation.events import RotationAsked, RotationDone, RotationFailed, RotationPrepared
from gateway.rotation.ports import Work
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.target import LoginWay, Target

_USED: Final = ("key.used", "vaulted-password")  # the keeper's word that a session was given a password


def wanted(transaction: Transaction, target: Target, reason: Reason) -> Sequence[Event]:
    """Make a change due. An administrator's wish also takes up again what was given up. No event where it was due already."""
    rotation = transaction.office.rotations.get(target.id)
    if reason is Reason.ASKED:
        rotation = replace(rotation, failed=None, tries=0, not_before=None)
    elif rotation.reason is not None:
        return ()
    transaction.office.rotations.put(replace(rotation, reason=reason))
    return (RotationAsked(target=target.name, reason=reason),)


def heard(transaction: Transaction, events: Sequence[Event]) -> Done[None]:
    """The keeper's events; a password it gave to a session is due to be changed from the same moment on."""
    due: list[Event] = []
    for name in sorted({event.target for event in events if _is_use(event)} - {None}, key=str):
        target = transaction.facts.target(str(name))
        if target is not None and rotates(target):
            due += wanted(transaction, target, Reason.USED)
    return Done(result=None, events=[*events, *due])


def work(transaction: Transaction, now: datetime) -> list[Work]:
    """What the worker may begin or go on with: nobody at work there, not suspended for good, not too soon after a failure."""
    busy = {session.target for session in transaction.sessions.not_ended(None)}
    found = []
    for name, rotation in transaction.office.rotations.wanted():
        target = transaction.facts.target(name)
        if target is None or target.standing is Standing.REVOKED or not rotates(target):
            continue
        early = rotation.not_before is not None and now < rotation.not_before
        if not early and (rotation.prepared_at is not None or name not in busy):
            found.append(Work(target=target, prepared=rotation.prepared_at is not None))
    return found


def prepared(transaction: Transaction, name: str, sealed: bytes, now: datetime) -> Done[None]:
    """Keep the next password. Raises Refuse `stale` while somebody is at work there, or when one is kept already."""
    target, rotation = _wanted(transaction, name)
    if rotation.prepared_at is not None or any(each.target == name for each in transaction.sessions.not_ended(None)):
        raise Refuse("stale", texts.STALE)
    if not transaction.office.rotations.prepare(target.id, sealed):
        raise Refuse("stale", texts.STALE)
    transaction.office.rotations.put(replace(rotation, prepared_at=now))
    return Done(result=None, events=[RotationPrepared(target=name)])


def done(transaction: Transaction, name: str, now: datetime) -> Done[None]:
    """The target let the gateway in with the next password: it is the present one. Raises Violation where none was kept."""
    target, rotation = _begun(transaction, name)
    if not transaction.office.rotations.keep(target.id):
        raise Violation("a rotation done that was not prepared")
    transaction.office.rotations.put(Rotation(target_id=target.id, done_at=now))
    return Done(result=None, events=[RotationDone(target=name, tries=rotation.tries)])


def not_done(transaction: Transaction, name: str, why: Failure, now: datetime) -> Done[bool]:
    """It did not come about. True if it is given up and the target suspended; else it is tried again after a wait."""
    target, rotation = _wanted(transaction, name)
    tries = rotation.tries + 1
    wait = wait_after(tries) if why is Failure.UNREACHABLE else None
    if wait is not None:
        transaction.office.rotations.put(replace(rotation, tries=tries, not_before=now + wait))
        return Done(result=False, events=())
    transaction.office.rotations.put(replace(rotation, tries=tries, failed=why, not_before=None))
    if target.standing is Standing.ACTIVE:
        transaction.office.change_target(replace(target, standing=Standing.SUSPENDED))
    return Done(result=True, events=[RotationFailed(target=name, reason=why, tries=tries)])


def forget(transaction: Transaction, target: Target) -> None:
    """An administrator has entered a password: whatever was due or given up is over."""
    before = transaction.office.rotations.get(target.id)
    transaction.office.rotations.put(Rotation(target_id=target.id, done_at=before.done_at))


def is_changing(facts: Facts, target: Target) -> bool:
    """True from the moment a next password is kept until it is proved: nobody knows which of the two lets in."""
    return target.login is LoginWay.VAULTED_PASSWORD and facts.rotation(target).prepared_at is not None


def require_still(facts: Facts, target: Target) -> None:
    """Raise Refuse while the target's password is being changed by us (not where that was given up)."""
    if is_changing(facts, target) and facts.rotation(target).failed is None:
        raise Refuse("target.rotating", texts.ROTATING)


def _is_use(event: Event) -> bool:
    return (event.kind, getattr(event, "use", None)) == _USED and event.session is not None


def _wanted(transaction: Transaction, name: str) -> tuple[Target, Rotation]:
    target = transaction.facts.target(name)
    if target is None:
        raise Violation("a rotation of no target")
    rotation = transaction.office.rotations.get(target.id)
    if not rotation.wanted or not rotates(target):
        raise Violation("a rotation nobody asked for")
    return target, rotation


def _begun(transaction: Transaction, name: str) -> tuple[Target, Rotation]:
    target, rotation = _wanted(transaction, name)
    if rotation.prepared_at is None:
        raise Violation("a rotation that was not prepared")
    return target, rotation
