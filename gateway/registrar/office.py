"""Applying one change of the office: who may, whether what its author saw still stands, then the rows.

Each function raises Refuse (nothing is written) or has written everything. What a change would be called in the journal is
its `subject`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, Literal

from gateway.crypto.digest import fingerprint
from gateway.ipc.server import Refuse, Violation
from gateway.registrar import changes, clients, plays, rotations, standing, texts
from gateway.registrar.office_port import Office
from gateway.registrar.ports import Transaction
from gateway.rotation.due import rotates
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.target import LoginWay
from gateway.vocabulary.terminal import Terminal


def apply(transaction: Transaction, change: changes.Change, now: datetime) -> str:
    """Write the change's rows; its subject. Orders are judged in order_moves.py before this."""
    return _APPLY[type(change)](transaction, change, now)


def _person_added(transaction: Transaction, change: changes.PersonAdded, now: datetime) -> str:
    office = transaction.office
    standing.require_employer(transaction.facts, change.employer)
    _require_new(
        office.add_person(
            id=change.id,
            username=change.username,
            name_sealed=change.name_sealed,
            kana_sealed=change.kana_sealed,
            number_sealed=change.number_sealed,
            number_digest=change.number_digest,
            employer=change.employer,
            engagement=change.engagement,
            agency=change.agency,
            contract_end=change.contract_end,
            roles=change.roles,
            language=change.language,
            mail_sealed=change.mail_sealed,
            trained_on=change.trained_on,
            oath_on=change.oath_on,
        )
    )
    _credentials(office, change)
    for key in change.keys:
        _add_key(office, key, "person", change.id, now)
    return change.id


def _person_changed(transaction: Transaction, change: changes.PersonChanged, now: datetime) -> str:
    before = transaction.facts.account(change.id)
    _require_fresh(before is not None)
    standing.require_not_gone(Standing.ACTIVE if before is None else before.standing)
    standing.require_employer(transaction.facts, change.employer)
    _require_fresh(
        transaction.office.change_person(
            change.id,
            change.expected_version,
            employer=change.employer,
            engagement=change.engagement,
            agency=change.agency,
            contract_end=change.contract_end,
            roles=change.roles,
            language=change.language,
            standing=change.standing,
            name_sealed=change.name_sealed,
            kana_sealed=change.kana_sealed,
            mail_sealed=change.mail_sealed,
            trained_on=change.trained_on,
            oath_on=change.oath_on,
        )
    )
    _credentials(transaction.office, change)
    standing.require_somebody_left(transaction.facts, change, frozenset() if before is None else before.roles, now)
    if change.standing is Standing.REVOKED:
        transaction.office.revoke_keys_of(change.id, now)
    return change.id


def _key_added(transaction: Transaction, change: changes.KeyAdded, now: datetime) -> str:
    _add_key(transaction.office, change.key, "person", change.person, now)
    return change.key.fingerprint


def _key_revoked(transaction: Transaction, change: changes.KeyRevoked, now: datetime) -> str:
    _require_there(transaction.office.revoke_key(change.fingerprint, now))
    return change.fingerprint


def _authority_added(transaction: Transaction, change: changes.AuthorityAdded, now: datetime) -> str:
    if fingerprint(change.blob) != change.fingerprint:
        raise Violation("a fingerprint that is not its key's")
    if transaction.facts.key_owner(change.blob) is not None:
        raise Refuse("office.exists", texts.ALREADY_THERE)  # who holds it could make himself anybody
    _require_new(
        transaction.office.add_authority(fingerprint=change.fingerprint, name=change.name, blob=change.blob, at=now)
    )
    return change.name


def _authority_revoked(transaction: Transaction, change: changes.AuthorityRevoked, now: datetime) -> str:
    _require_there(transaction.office.revoke_authority(change.name, now))
    return change.name


def _certificate_revoked(transaction: Transaction, change: changes.CertificateRevoked, now: datetime) -> str:
    _require_there(
        transaction.office.revoke_certificate(
            authority=change.authority, mark=change.mark.value, value=change.value, at=now
        )
    )
    return f"{change.authority} {change.mark.value} {change.value}"


def _terminal_added(transaction: Transaction, change: changes.TerminalAdded, now: datetime) -> str:
    terminal = change.terminal
    standing.require_employer(transaction.facts, terminal.owner)
    standing.require_certificate(transaction.facts, None, terminal)
    _require_new(
        transaction.office.add_terminal(
            id=terminal.id,
            name=terminal.name,
            site=terminal.site,
            owner=terminal.owner,
            kind=terminal.kind,
            certificate=terminal.certificate,
        )
    )
    key = changes.NewKey(fingerprint=change.fingerprint, blob=terminal.public_key, comment=terminal.name)
    _add_key(transaction.office, key, "terminal", terminal.id, now)
    return terminal.id


def _terminal_changed(transaction: Transaction, change: changes.TerminalChanged, now: datetime) -> str:
    before, after = change.before, change.after
    if (after.id, after.public_key) != (before.id, before.public_key):
        raise Violation("a terminal's id and key do not change")
    _require_fresh(transaction.facts.terminal(before.id) == before)
    standing.require_not_gone(before.standing)
    if after.owner != before.owner:
        standing.require_employer(transaction.facts, after.owner)
    standing.require_certificate(transaction.facts, before, after)
    _require_new(_name_is_free(transaction, before, after))
    _require_there(
        transaction.office.change_terminal(
            id=after.id,
            name=after.name,
            site=after.site,
            owner=after.owner,
            standing=after.standing,
            kind=after.kind,
            certificate=after.certificate,
        )
    )
    if after.standing is Standing.REVOKED:
        transaction.office.revoke_keys_of(after.id, now)
    return after.id


def _target_added(transaction: Transaction, change: changes.TargetAdded, now: datetime) -> str:
    target = change.target
    standing.require_form(target)
    standing.require_clients(transaction.facts, target.clients)
    standing.require_declared(None, target)
    standing.require_risk(None, target, now)
    _require_new(transaction.office.add_target(target))
    if change.secret_sealed is not None:
        if target.login is LoginWay.CERTIFICATE:
            raise Violation("a secret for a target that has none")
        _require_there(transaction.office.put_target_secret(target.id, target.login.value, change.secret_sealed))
    return target.name


def _target_changed(transaction: Transaction, change: changes.TargetChanged, now: datetime) -> str:
    before, after = change.before, change.after
    if (after.id, after.name) != (before.id, before.name):
        raise Violation("a target's id and name do not change")
    standing.require_form(after)
    _require_fresh(transaction.facts.target(before.name) == before)
    standing.require_not_gone(before.standing)
    standing.require_clients(transaction.facts, set(after.clients) - set(before.clients))
    standing.require_declared(before, after)
    standing.require_risk(before, after, now)
    if replace(after, standing=before.standing, risk=before.risk) != before:
        rotations.require_still(transaction.facts, before)
    _require_there(transaction.office.change_target(after))
    return after.name


def _target_secret_set(transaction: Transaction, change: changes.TargetSecretSet, _now: datetime) -> str:
    target = transaction.facts.target(change.target)
    if target is None:
        raise Refuse("office.absent", texts.NOT_THERE)
    if change.kind is LoginWay.VAULTED_PASSWORD:
        rotations.require_still(transaction.facts, target)
        rotations.forget(transaction, target)
    _require_there(transaction.office.put_target_secret(target.id, change.kind.value, change.sealed))
    return target.name


def _rotation_wanted(transaction: Transaction, change: changes.RotationWanted, _now: datetime) -> str:
    target = transaction.facts.target(change.target)
    if target is None:
        raise Refuse("office.absent", texts.NOT_THERE)
    if not rotates(target) or target.standing is Standing.REVOKED:
        raise Refuse("target.no-rotation", texts.NO_ROTATION)
    return target.name


def _lock_lifted(transaction: Transaction, change: changes.LockLifted, _now: datetime) -> str:
    _require_there(transaction.office.lift_lock(change.person))
    return change.person


def _employer_added(transaction: Transaction, change: changes.EmployerAdded, _now: datetime) -> str:
    _require_new(
        transaction.office.add_employer(
            id=change.id,
            name=change.name,
            kind=change.kind,
            contract_number=change.contract_number,
            contract_start=change.contract_start,
            contract_end=change.contract_end,
        )
    )
    return change.id


def _employer_changed(transaction: Transaction, change: changes.EmployerChanged, _now: datetime) -> str:
    before, after = change.before, change.after
    if after.id != before.id:
        raise Violation("an employer's id does not change")
    _require_fresh(transaction.facts.employer(before.id) == before)
    _require_there(transaction.office.change_employer(after))
    return after.id


def _order_asked(transaction: Transaction, change: changes.OrderAsked, _now: datetime) -> str:
    _require_new(transaction.office.add_order(change.order))
    return change.order.id


def _order_moved(transaction: Transaction, change: changes.OrderMoved, _now: datetime) -> str:
    _require_fresh(transaction.office.move_order(change.order, change.expected_version))
    return change.order.id


_APPLY: Final[Mapping[type[changes.Change], Callable[[Transaction, Any, datetime], str]]] = MappingProxyType(
    {
        changes.PersonAdded: _person_added,
        changes.PersonChanged: _person_changed,
        changes.KeyAdded: _key_added,
        changes.KeyRevoked: _key_revoked,
        changes.AuthorityAdded: _authority_added,
        changes.AuthorityRevoked: _authority_revoked,
        changes.CertificateRevoked: _certificate_revoked,
        changes.TerminalAdded: _terminal_added,
        changes.TerminalChanged: _terminal_changed,
        changes.TargetAdded: _target_added,
        changes.TargetChanged: _target_changed,
        changes.TargetSecretSet: _target_secret_set,
        changes.RotationWanted: _rotation_wanted,
        changes.LockLifted: _lock_lifted,
        changes.EmployerAdded: _employer_added,
        changes.EmployerChanged: _employer_changed,
        changes.ClientAdded: clients.client_added,
        changes.ClientChanged: clients.client_changed,
        changes.ConsentAdded: clients.consent_added,
        changes.ConsentEnded: clients.consent_ended,
        changes.OrderAsked: _order_asked,
        changes.OrderMoved: _order_moved,
        changes.PlayPermitted: plays.permitted,
        changes.PlayTaken: plays.taken,
    }
)


def _credentials(office: Office, change: changes.PersonAdded | changes.PersonChanged) -> None:
    if change.password_sealed is not None:
        _require_there(office.put_credential(change.id, "password", change.password_sealed))
    if change.totp_sealed is not None:
        _require_there(office.put_credential(change.id, "totp", change.totp_sealed))


def _add_key(
    office: Office, key: changes.NewKey, kind: Literal["person", "terminal"], owner: str, now: datetime
) -> None:
    if fingerprint(key.blob) != key.fingerprint:
        raise Violation("a fingerprint that is not its key's")
    _require_new(
        office.add_key(fingerprint=key.fingerprint, blob=key.blob, kind=kind, owner=owner, comment=key.comment, at=now)
    )


def _name_is_free(transaction: Transaction, before: Terminal, after: Terminal) -> bool:
    return before.name == after.name or not transaction.facts.terminal_named(after.name)


def _require_new(applied: bool) -> None:  # noqa: FBT001  # the port's answer, not an option
    if not applied:
        raise Refuse("office.exists", texts.ALREADY_THERE)


def _require_there(applied: bool) -> None:  # noqa: FBT001
    if not applied:
        raise Refuse("office.absent", texts.NOT_THERE)


def _require_fresh(applied: bool) -> None:  # noqa: FBT001
    if not applied:
        raise Refuse("stale", texts.STALE)
