"""Who may make which change: the table. A change without a row can be made by nobody.

Roles count when the keeper's assertion and the database both name them now; only the demo operator, who exists beside the
demo's marker alone, is known to the keeper only. One change needs nobody: the first person of an empty gateway.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from gateway.ipc.server import Refuse
from gateway.registrar import changes, texts
from gateway.registrar.binding import Bound
from gateway.registrar.ports import Facts
from gateway.vocabulary.identity import Role

ACCOUNTS: Final = frozenset({Role.ADMINISTRATOR, Role.DEMO_OPERATOR})
ORDERS: Final = frozenset({Role.ENGINEER, Role.SUPERVISOR})
SUPERVISORS: Final = frozenset({Role.SUPERVISOR})
REPLAYS: Final = frozenset({Role.AUDITOR, Role.DEMO_OPERATOR})
HOLDERS: Final = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})  # of what may not be deleted
ANYBODY: Final = frozenset(Role) - {Role.DEMO_OPERATOR}  # each for himself (own_factors.py)
CUTS: Final = frozenset({Role.SUPERVISOR, Role.AUDITOR, Role.DEMO_OPERATOR})
DUTIES: Final[Mapping[type[changes.Change], frozenset[Role]]] = MappingProxyType(
    {
        changes.PersonAdded: ACCOUNTS,
        changes.PersonChanged: ACCOUNTS,
        changes.KeyAdded: ACCOUNTS,
        changes.KeyRevoked: ACCOUNTS,
        changes.AuthorityAdded: ACCOUNTS,
        changes.AuthorityRevoked: ACCOUNTS,
        changes.CertificateRevoked: ACCOUNTS,
        changes.TerminalAdded: ACCOUNTS,
        changes.TerminalChanged: ACCOUNTS,
        changes.TargetAdded: ACCOUNTS,
        changes.TargetChanged: ACCOUNTS,
        changes.TargetSecretSet: ACCOUNTS,
        changes.RotationWanted: ACCOUNTS,
        changes.LockLifted: ACCOUNTS,
        changes.ChangeAsked: ACCOUNTS | SUPERVISORS | HOLDERS,  # and of what is asked, by `of_asked`
        changes.ChangeConfirmed: ACCOUNTS | SUPERVISORS | HOLDERS,
        changes.ChangeWithdrawn: ACCOUNTS | SUPERVISORS | HOLDERS,
        changes.HoldPlaced: HOLDERS,
        changes.HoldLifted: HOLDERS,
        changes.ContractEnded: ACCOUNTS,
        changes.BudgetReleased: SUPERVISORS,
        changes.BudgetRaised: SUPERVISORS,
        changes.SessionFrozen: SUPERVISORS,
        changes.CanaryAdded: SUPERVISORS,
        changes.CanaryRemoved: SUPERVISORS,
        changes.EmployerAdded: ACCOUNTS,
        changes.EmployerChanged: ACCOUNTS,
        changes.ClientAdded: ACCOUNTS,
        changes.ClientChanged: ACCOUNTS,
        changes.ConsentAdded: ACCOUNTS,
        changes.ConsentEnded: ACCOUNTS,
        changes.OrderAsked: ORDERS | {Role.DEMO_OPERATOR},
        changes.OrderMoved: ORDERS,
        changes.EnrolmentIssued: ACCOUNTS,
        changes.Enrolled: ANYBODY,
        changes.PasswordChanged: ANYBODY,
        changes.CodeSecretChanged: ANYBODY,
        changes.RecoveryCodesRenewed: ANYBODY,
        changes.PasskeyAdded: ANYBODY,
        changes.PasskeyRemoved: ANYBODY,
        changes.LanguageChanged: ANYBODY,
        changes.PlayPermitted: REPLAYS,
        changes.PlayTaken: REPLAYS,
    }
)
_BEGINNING: Final = (changes.EmployerAdded, changes.PersonAdded)


def of_asked(change: changes.Change) -> frozenset[Role]:
    """Who may ask for a change that takes two, confirm it, and withdraw it."""
    if isinstance(change, changes.HoldLifted):
        return HOLDERS
    return SUPERVISORS if isinstance(change, changes.BudgetRaised | changes.BudgetReleased) else ACCOUNTS


def roles_now(facts: Facts, bound: Bound, today: date) -> frozenset[Role]:
    """The bound person's roles that count at this moment."""
    return bound.assertion.roles & (facts.roles(bound.person, today) | {Role.DEMO_OPERATOR})


def require_any(held: frozenset[Role], wanted: frozenset[Role]) -> None:
    """Raise Refuse unless one of the wanted roles is held."""
    if not held & wanted:
        raise Refuse("role.missing", texts.NOT_YOURS)


def require_beginning(facts: Facts, change: changes.Change) -> None:
    """Raise Refuse unless `change` is one that may be made by nobody in particular: no person is registered yet.

    A link may be issued until somebody has a factor: the first person registered himself, and can do nothing without one.
    """
    if isinstance(change, changes.EnrolmentIssued) and not facts.anybodys_factor():
        return
    if facts.anybody() or not isinstance(change, _BEGINNING):
        raise Refuse("bind.first", texts.BIND_FIRST)
    if isinstance(change, changes.PersonAdded) and Role.ADMINISTRATOR not in change.roles:
        raise Refuse("role.missing", texts.NOT_YOURS)
