"""Sensitive changes need a factor proved minutes ago, by a way that is good for it: the second look after the page's own (R-16).

Every change is sensitive unless CALM or `_is_calm` names it: one that nobody thought of asks for a fresh factor. What only
narrows (withdraw, revoke, suspend a terminal) and what must be quick is calm; cutting a session is no change and not here.
"""

from datetime import datetime, timedelta
from typing import Final

from gateway.crypto.assertion import Assertion, Way
from gateway.ipc.server import Refuse
from gateway.registrar import changes, texts
from gateway.registrar.binding import Bound
from gateway.registrar.ports import Transaction
from gateway.vocabulary.identity import Standing
from gateway.work_orders.order import Standing as OrderStanding

CALM: Final[frozenset[str]] = frozenset(
    {
        "KeyRevoked",
        "AuthorityRevoked",
        "CertificateRevoked",
        "RotationWanted",
        "ChangeWithdrawn",
        "SessionFrozen",  # while somebody reads a table to its end nobody looks for a code
        "EmployerAdded",
        "ClientAdded",
        "OrderAsked",
        "LanguageChanged",
        "PlayTaken",  # a minute after PlayPermitted, which is not calm
    }
)
"""Changes by name that any moment of a session is good for."""

GOOD: Final = frozenset({Way.CODE, Way.PASSKEY, Way.DEMO})
"""Ways that are good for every sensitive change."""

OWN_FACTORS: Final = frozenset({"PasskeyAdded", "CodeSecretChanged"})
"""What a recovery code is good for besides: setting a factor in the place of the lost one."""

_APPROVING: Final = frozenset({OrderStanding.ASKED, OrderStanding.APPROVED})  # an endorsement leaves it ASKED


def require(
    transaction: Transaction, bound: Bound, change: changes.Change, now: datetime, *, fresh_for: timedelta
) -> None:
    """Raise Refuse ("web.ended", "fresh.needed") unless the session still stands and its factor is fresh enough for `change`."""
    assertion = bound.assertion
    require_open(transaction, assertion)
    if not is_sensitive(change):
        return
    if not _is_good(assertion, change) or now - assertion.proved_at > fresh_for:
        raise Refuse("fresh.needed", texts.FRESH_NEEDED)


def require_open(transaction: Transaction, assertion: Assertion) -> None:
    """Raise Refuse where the web session this connection carries on has ended since; nothing for any other connection."""
    if assertion.web is None:
        return
    session = transaction.web_sessions.get(assertion.web)
    if session is None or session.ended_at is not None or session.person != assertion.person:
        raise Refuse("web.ended", texts.WEB_ENDED)


def is_sensitive(change: changes.Change) -> bool:
    """True for a change that needs a fresh factor."""
    return type(change).__name__ not in CALM and not _is_calm(change)


def _is_calm(change: changes.Change) -> bool:
    match change:
        case changes.OrderMoved(order=order):
            return order.standing not in _APPROVING
        case changes.TerminalChanged(after=after):
            return after.standing is not Standing.ACTIVE
        case _:
            return False


def _is_good(assertion: Assertion, change: changes.Change) -> bool:
    if isinstance(change, changes.Enrolled):
        return assertion.way is Way.ENROLMENT
    if assertion.way is Way.RECOVERY:
        return type(change).__name__ in OWN_FACTORS
    return assertion.way in GOOD
