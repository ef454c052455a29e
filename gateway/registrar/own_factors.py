"""What people prove themselves with: first factors by a link, further ones by themselves, all of them gone by two (R-16).

A link is good for a person who can prove himself by nothing; a connection that a link bound stores the first factors of that
person and does nothing else. Everything but link and reset is one's own: nobody sets another person's factor here.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from gateway.authentication.enrolment import LIFE
from gateway.authentication.passkey import PASSKEYS_MAX
from gateway.crypto.assertion import Way
from gateway.crypto.digest import sha256
from gateway.ipc.server import Refuse, Violation
from gateway.people.account import Account
from gateway.registrar import changes, texts
from gateway.registrar.binding import Bound
from gateway.registrar.ports import Facts, Transaction
from gateway.registrar.rights import today
from gateway.vocabulary.identity import Standing

OWN: Final = (
    changes.Enrolled
    | changes.PasswordChanged
    | changes.CodeSecretChanged
    | changes.RecoveryCodesRenewed
    | changes.PasskeyAdded
    | changes.PasskeyRemoved
    | changes.LanguageChanged
)
ALL: Final = OWN | changes.EnrolmentIssued | changes.FactorsReset


def require_own(bound: Bound, change: changes.Change) -> None:
    """Raise Violation for another person's factors, and for anything but first factors by way of a link."""
    enrolling = bound.assertion.way is Way.ENROLMENT
    if enrolling is not isinstance(change, changes.Enrolled):
        raise Violation("a link is good for first factors, and they for a link")
    if isinstance(change, OWN) and change.person != bound.person:
        raise Violation("factors of another person")


def applied(transaction: Transaction, change: Any, now: datetime, *, by: str) -> str:
    """Write the change's rows; its subject, the person's id. Raises Refuse."""
    if isinstance(change, changes.EnrolmentIssued):
        _issued(transaction, change, now, by)
    else:
        _APPLY[type(change)](transaction, change, now)
    return str(change.person)


def told(change: Any, facts: Facts) -> dict[str, Any]:
    """The change as the journal may keep it: which kinds of factor, before and after; never a token, a digest or a name."""
    before = facts.factor_kinds(change.person)
    match change:
        case changes.Enrolled():
            return {"person": change.person, **_became(before, ("password", "totp")), "recovery": len(change.recovery)}
        case changes.RecoveryCodesRenewed():
            return {"person": change.person, "recovery": len(change.recovery)}
        case changes.PasskeyAdded() | changes.PasskeyRemoved():
            return {"person": change.person, "passkey": sha256(change.credential_id).hex()}
        case changes.LanguageChanged():
            return {"person": change.person, "language": change.language.value}
        case changes.FactorsReset():
            return {"person": change.person, **_became(before, ())}
        case _:
            return {"person": change.person}


def _became(before: tuple[str, ...], after: tuple[str, ...]) -> dict[str, Any]:
    return {"changed": {"credentials": {"before": list(before), "after": list(after)}}}


def _issued(transaction: Transaction, change: changes.EnrolmentIssued, now: datetime, by: str) -> None:
    _require_active(_account(transaction.facts, change.person), now)
    if transaction.facts.factor_kinds(change.person):
        raise Refuse("enrol.has-factors", texts.HAS_FACTORS)
    links = transaction.office.factors.links
    if not links.issue(change.person, digest=change.digest, by=by, at=now, until=now + LIFE):
        raise Refuse("office.absent", texts.NOT_THERE)


def _enrolled(transaction: Transaction, change: changes.Enrolled, now: datetime) -> None:
    account = transaction.facts.account(change.person)
    usable = account is not None and _is_active(account, now) and not transaction.facts.factor_kinds(change.person)
    if not usable or not transaction.office.factors.links.use(change.person, change.digest, now):
        raise Refuse("enrol.refused", texts.LINK_REFUSED)
    _put(transaction, change.person, password=change.password_sealed, totp=change.totp_sealed)
    transaction.office.factors.recovery_codes.replace(change.person, change.recovery, now)


def _password(transaction: Transaction, change: changes.PasswordChanged, _now: datetime) -> None:
    _put(transaction, change.person, password=change.password_sealed)


def _code_secret(transaction: Transaction, change: changes.CodeSecretChanged, _now: datetime) -> None:
    _put(transaction, change.person, totp=change.totp_sealed)


def _recovery(transaction: Transaction, change: changes.RecoveryCodesRenewed, now: datetime) -> None:
    transaction.office.factors.recovery_codes.replace(change.person, change.recovery, now)


def _passkey_added(transaction: Transaction, change: changes.PasskeyAdded, now: datetime) -> None:
    passkeys = transaction.office.factors.passkeys
    if len(passkeys.ids(change.person)) >= PASSKEYS_MAX:
        raise Refuse("passkey.many", texts.PASSKEYS_MANY)
    if not change.name.isprintable():
        raise Violation("a passkey with an unprintable name")
    if not passkeys.add(
        change.person,
        credential_id=change.credential_id,
        sealed=change.sealed,
        name=change.name,
        sign_count=change.sign_count,
        at=now,
    ):
        raise Refuse("passkey.taken", texts.PASSKEY_TAKEN)


def _passkey_removed(transaction: Transaction, change: changes.PasskeyRemoved, _now: datetime) -> None:
    if transaction.facts.factor_kinds(change.person) == ("passkey",):
        raise Refuse("passkey.last", texts.PASSKEY_LAST)
    if not transaction.office.factors.passkeys.remove(change.person, change.credential_id):
        raise Refuse("office.absent", texts.NOT_THERE)


def _language(transaction: Transaction, change: changes.LanguageChanged, _now: datetime) -> None:
    if not transaction.office.set_language(change.person, change.language):
        raise Refuse("office.absent", texts.NOT_THERE)


def _reset(transaction: Transaction, change: changes.FactorsReset, _now: datetime) -> None:
    _account(transaction.facts, change.person)
    transaction.office.factors.reset(change.person)


_APPLY: Final[Mapping[type[changes.Change], Callable[[Transaction, Any, datetime], None]]] = MappingProxyType(
    {
        changes.Enrolled: _enrolled,
        changes.PasswordChanged: _password,
        changes.CodeSecretChanged: _code_secret,
        changes.RecoveryCodesRenewed: _recovery,
        changes.PasskeyAdded: _passkey_added,
        changes.PasskeyRemoved: _passkey_removed,
        changes.FactorsReset: _reset,
        changes.LanguageChanged: _language,
    }
)


def _put(transaction: Transaction, person: str, *, password: bytes | None = None, totp: bytes | None = None) -> None:
    for kind, sealed in (("password", password), ("totp", totp)):
        if sealed is not None and not transaction.office.put_credential(person, kind, sealed):  # type: ignore[arg-type]
            raise Refuse("office.absent", texts.NOT_THERE)


def _account(facts: Facts, person: str) -> Account:
    found = facts.account(person)
    if found is None:
        raise Refuse("office.absent", texts.NOT_THERE)
    return found


def _is_active(account: Account, now: datetime) -> bool:
    return account.standing is Standing.ACTIVE and account.contract_end >= today(now)


def _require_active(account: Account, now: datetime) -> None:
    if not _is_active(account, now):
        raise Refuse("enrol.not-active", texts.NOT_ACTIVE)
