"""What the journal hears about a change from the registrar itself: its subject, its plain facts, and the events it must bring.

Facts are ids, roles, standings, dates, addresses: never a name of a person, a sealed value or a key's bytes. So what took
effect can be read from the journal alone, whatever the office's own events say.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from msgspec import UNSET, UnsetType

from gateway.audit.event import Event
from gateway.crypto import server_certificate
from gateway.crypto.digest import fingerprint, sha256
from gateway.ipc.server import Violation
from gateway.people.account import Account
from gateway.recording.events import RecordingViewed, Viewing
from gateway.registrar import changes, own_factors
from gateway.registrar.ports import Facts
from gateway.vocabulary.identity import Employer
from gateway.vocabulary.party import Client, Consent
from gateway.vocabulary.target import Protocol, RiskEntry, Target
from gateway.vocabulary.terminal import Terminal
from gateway.work_orders.order import Standing

_HIDDEN: Final = "personal"  # stands for what no journal keeps
_CLOSED_BY: Final = {
    Standing.RETURNED: "order.returned",
    Standing.REJECTED: "order.rejected",
    Standing.WITHDRAWN: "order.withdrawn",
}


_REASONED: Final = (changes.PersonChanged, changes.KeyRevoked, changes.TerminalChanged, changes.LockLifted)


def facts_of(change: changes.Change, facts: Facts) -> dict[str, Any]:
    """The change as the journal may keep it, before it is applied: with what stood there before (`changed`), and why."""
    if isinstance(change, own_factors.ALL):
        return own_factors.told(change, facts)
    if isinstance(change, changes.BudgetReleased | changes.BudgetRaised):
        return _budget(change)
    if isinstance(change, changes.CanaryAdded | changes.CanaryRemoved):
        return _canary(change)
    if isinstance(change, changes.HoldPlaced | changes.HoldLifted | changes.ContractEnded):
        return {name: str(getattr(change, name)) for name in change.__struct_fields__}
    plain = _facts_of(change, facts)
    if isinstance(change, _REASONED) and change.reason is not None:
        why = {"reason": {"before": "", "after": change.reason}}
        return {**plain, "changed": {**plain.get("changed", {}), **why}}
    return plain


def _facts_of(change: changes.Change, facts: Facts) -> dict[str, Any]:
    match change:
        case changes.PersonAdded() | changes.PersonChanged():
            return _account(change, facts)
        case changes.AuthorityAdded() | changes.CertificateRevoked():
            return _authority(change)
        case changes.TerminalAdded() | changes.TerminalChanged() | changes.TargetAdded() | changes.TargetChanged():
            return _registered(change)
        case changes.ClientAdded() | changes.ClientChanged() | changes.ConsentAdded() | changes.ConsentEnded():
            return _party(change, facts)
        case changes.EmployerAdded() | changes.EmployerChanged():
            return _employer_facts(change)
        case changes.OrderAsked() | changes.OrderMoved():
            return _order(change, facts)
        case changes.PlayPermitted() | changes.PlayTaken():
            return {"play": change.play, "web": change.web}
        case _:
            return {name: str(getattr(change, name)) for name in ("person", "kind", "name") if hasattr(change, name)}


def _budget(change: changes.BudgetReleased | changes.BudgetRaised) -> dict[str, Any]:
    more = {"people": change.people, "rows": change.rows} if isinstance(change, changes.BudgetRaised) else {}
    return {"person": change.person, "door": change.door.value, **more, "reason": change.reason}


def _canary(change: changes.CanaryAdded | changes.CanaryRemoved) -> dict[str, Any]:
    """Never a digest: the journal is read by more people than the table of canaries."""
    if isinstance(change, changes.CanaryRemoved):
        return {"canary": change.id, "reason": change.reason}
    kinds = sorted({each.kind for each in change.values})
    return {"canary": change.id, "client": change.client, "values": kinds, "note": change.note}


def about(change: changes.Change) -> dict[str, str]:
    """The journal's index fields that name what the change is about, so that its history is found under its id."""
    match change:
        case changes.PersonAdded(id=person) | changes.PersonChanged(id=person):
            return {"person": person}
        case changes.TerminalAdded(terminal=terminal) | changes.TerminalChanged(after=terminal):
            return {"terminal": terminal.id}
        case changes.TargetAdded(target=target) | changes.TargetChanged(after=target):
            return {"target": target.name}
        case changes.OrderAsked(order=order) | changes.OrderMoved(order=order):
            return {"order": order.id}
        case _:
            named = {name: getattr(change, name, None) for name in ("person", "terminal", "target", "order")}
            return {name: value for name, value in named.items() if isinstance(value, str)}


def require_told(change: changes.Change, events: Sequence[Event]) -> None:
    """Raise Violation unless an order's change brings exactly the one event of an order, and any other change none."""
    expected: list[tuple[str, str | None]] = []
    if isinstance(change, changes.OrderAsked):
        expected = [("order.asked", change.order.id)]
    elif isinstance(change, changes.OrderMoved) and change.order.standing is not Standing.LAPSED:
        expected = [(_CLOSED_BY.get(change.order.standing, "order.approved"), change.order.id)]
    if isinstance(change, changes.PlayPermitted):
        _require_viewed(change, events)
    told = [event for event in events if event.kind.startswith("order.")]
    if [(event.kind, event.order) for event in told] != expected or any(event.person is None for event in told):
        raise Violation("a change whose events do not tell of it")


def _require_viewed(change: changes.PlayPermitted, events: Sequence[Event]) -> None:
    """Nobody sees a frame before the journal heard who looks, at what, and why (R-40)."""
    viewed = [event for event in events if isinstance(event, RecordingViewed)]
    if [(event.person, event.recording, event.how) for event in viewed] != [
        (change.person, change.recording, Viewing.REPLAY)
    ]:
        raise Violation("a replay of which nobody is told")


def _account(change: changes.PersonAdded | changes.PersonChanged, facts: Facts) -> dict[str, Any]:
    own: dict[str, Any]
    if isinstance(change, changes.PersonAdded):
        own = {
            "username": change.username,
            "keys": [key.fingerprint for key in change.keys],
            "agency": change.agency or "",
            "language": change.language.value,
            **_papers(change.trained_on, change.oath_on),
        }
    else:
        before, after = facts.account(change.id), _standing_account(change)
        changed = _difference(_standing_account(before) if before else {}, after)["changed"]
        own = {"standing": change.standing.value, "changed": changed | _personal(change, before)}
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


def _authority(change: changes.AuthorityAdded | changes.CertificateRevoked) -> dict[str, Any]:
    if isinstance(change, changes.AuthorityAdded):
        return {"name": change.name, "key": change.fingerprint}
    return {"authority": change.authority, change.mark.value: change.value}


def _party(
    change: changes.ClientAdded | changes.ClientChanged | changes.ConsentAdded | changes.ConsentEnded, facts: Facts
) -> dict[str, Any]:
    match change:
        case changes.ClientAdded():
            return _client(Client(id=change.id, name=change.name, kana=change.kana, contact=change.contact))
        case changes.ClientChanged():
            return {**_client(change.after), **_difference(_client(change.before), _client(change.after))}
        case changes.ConsentAdded():
            return _consent(change.consent)
        case changes.ConsentEnded():
            stored = facts.consent(change.consent)
            about = {"consent": change.consent} if stored is None else _consent(stored)
            return {**about, "reason": change.reason}


def _client(client: Client) -> dict[str, Any]:
    return {"id": client.id, "name": client.name, "kana": client.kana, "contact": client.contact}


def _consent(consent: Consent) -> dict[str, Any]:
    return {
        "consent": consent.id,
        "client": consent.client,
        "employer": consent.employer,
        "memorandum": consent.memorandum,
        "dated": consent.dated.isoformat(),
        "scope": consent.scope,
        "valid_from": consent.valid_from.isoformat(),
        "valid_until": consent.valid_until.isoformat(),
        "document": consent.document,
        "sha256": consent.sha256.hex(),
    }


def _employer_facts(change: changes.EmployerAdded | changes.EmployerChanged) -> dict[str, Any]:
    if isinstance(change, changes.EmployerAdded):
        return _employer(change)
    return {**_employer(change.after), **_difference(_employer(change.before), _employer(change.after))}


def _employer(employer: changes.EmployerAdded | Employer) -> dict[str, Any]:
    start, end = employer.contract_start, employer.contract_end
    return {
        "name": employer.name,
        "kind": employer.kind,
        "contract": employer.contract_number or "",
        "contract_start": "" if start is None else start.isoformat(),
        "contract_end": "" if end is None else end.isoformat(),
    }


def _personal(change: changes.PersonChanged, before: Account | None) -> dict[str, Any]:
    """Which personal fields become others: never what they say."""
    sealed = {"real_name": change.name_sealed, "kana": change.kana_sealed, "mail": change.mail_sealed}
    had = {"mail": _HIDDEN if before is not None and before.has_mail else ""}
    return {
        name: {"before": had.get(name, _HIDDEN), "after": "" if value is None else _HIDDEN}
        for name, value in sealed.items()
        if value is not UNSET
    }


def _papers(trained_on: date | UnsetType | None, oath_on: date | UnsetType | None) -> dict[str, Any]:
    days = {"trained_on": trained_on, "oath_on": oath_on}
    return {
        name: "" if day is None else day.isoformat() for name, day in days.items() if not isinstance(day, UnsetType)
    }


def _standing_account(account: changes.PersonChanged | Account) -> dict[str, Any]:
    return {
        **_papers(account.trained_on, account.oath_on),
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
        "kind": terminal.kind.value,
        "certificate": "" if terminal.certificate is None else sha256(terminal.certificate).hex(),
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        "id": target.id,
        "protocol": target.protocol.value,
        "address": target.address,
        "port": target.port,
        **_pins(target),
        "accounts": list(target.accounts),
        "login": target.login.value,
        "clients": list(target.clients),
        "encoding": target.encoding.value,
        "standing": target.standing.value,
        "free_declared_by": target.free.declared_by if target.free is not None else "",
        "free_until": target.free.until.isoformat() if target.free is not None else "",
        "drop_folder": target.drop_folder or "",
        "management": target.management or "",
        **_risk(target.risk),
    }


def _pins(target: Target) -> dict[str, Any]:
    """What the target is known by, under the name of what it is."""
    if target.protocol is Protocol.SSH:
        return {"host_keys": [fingerprint(blob) for blob in target.host_keys]}
    return {"server_certificates": [_certificate(der) for der in target.host_keys]}


def _certificate(der: bytes) -> str:
    """Fingerprint first, which is what is compared; then what the certificate says of itself."""
    try:
        found = server_certificate.from_der(der)
    except server_certificate.UnfitCertificate:
        return server_certificate.print_of(der)
    return f"{found.print} {found.subject} {found.valid_from:%Y-%m-%d}/{found.valid_until:%Y-%m-%d}"


def _risk(risk: RiskEntry | None) -> dict[str, Any]:
    return {
        "risk_owner": "" if risk is None else risk.owner,
        "risk_importance": "" if risk is None else risk.importance.value,
        "risk_people": 0 if risk is None else risk.people,
        "risk": "" if risk is None else risk.risk,
        "risk_measure": "" if risk is None else risk.measure,
        "risk_review_on": "" if risk is None else risk.review_on.isoformat(),
    }


def _order(change: changes.OrderAsked | changes.OrderMoved, facts: Facts) -> dict[str, Any]:
    order = change.order
    stored = facts.order(order.id) if isinstance(change, changes.OrderMoved) else None
    moved = (
        {} if stored is None else _difference({"standing": stored.standing.value}, {"standing": order.standing.value})
    )
    return {
        **moved,
        "person": order.person_id,
        "standing": order.standing.value,
        "version": order.version,
        "approvals": [approval.approver_id for approval in order.approvals],
        "seconds": [approval.seconds for approval in order.approvals],
    }
