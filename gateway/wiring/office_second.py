"""Changes that need a second person, as the office asks for, shows, confirms and withdraws them (R-06, R-16, R-22)."""

from typing import Final

from gateway.approvals.proposal import Standing, is_open
from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.registrar.changes import (
    AuthorityAdded,
    BudgetRaised,
    BudgetReleased,
    ChangeAsked,
    ChangeConfirmed,
    ChangeWithdrawn,
    ContractEnded,
    EmployerChanged,
    FactorsReset,
    HoldLifted,
    PersonAdded,
    PersonChanged,
    TargetAdded,
    TargetChanged,
)
from gateway.vocabulary.identifiers import new_identifier
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office
from gateway.wiring.office_reading import ProposalLine

LAPSED: Final = "lapsed"
JUDGED: Final = frozenset({BudgetRaised.__name__, BudgetReleased.__name__})
"""What supervisors ask of each other; the others are for administrators."""
LIFT: Final = HoldLifted.__name__
"""What auditors and administrators ask of each other; pages of the holds show it."""
_OF_HOLDS: Final = frozenset({LIFT})
_OF_TARGETS: Final = frozenset({TargetAdded.__name__, TargetChanged.__name__})


def ask_second(
    office: Office,
    change: PersonAdded
    | PersonChanged
    | TargetAdded
    | TargetChanged
    | AuthorityAdded
    | EmployerChanged
    | FactorsReset
    | BudgetReleased
    | BudgetRaised
    | HoldLifted
    | ContractEnded,
) -> str:
    """Ask for a change that another administrator is to confirm; the id it is confirmed by. Raises CallRefused."""
    proposal = new_identifier("CH", office.clock.now())
    office.commit(ChangeAsked(proposal=proposal, asked=change))
    return proposal


def confirm(office: Office, proposal: str) -> ProposalLine:
    """Put the second signature; the change is in effect on return. Raises CallRefused ("four-eyes", "proposal.over", "stale")."""
    _require(office, proposal)
    office.commit(ChangeConfirmed(proposal=proposal))
    return proposal_named(office, proposal)


def withdraw(office: Office, proposal: str) -> ProposalLine:
    """It never takes effect. Raises CallRefused."""
    _require(office, proposal)
    office.commit(ChangeWithdrawn(proposal=proposal))
    return proposal_named(office, proposal)


def proposal_named(office: Office, proposal: str) -> ProposalLine:
    """What was asked under this id. Raises CallRefused where there is nothing."""
    found = office.lists.proposal(proposal)
    if found is None:
        raise CallRefused("proposal.absent", texts.absent("変更の申請", "asked change", proposal, "change list"))
    return found


def waiting_about(office: Office, subject: str) -> tuple[ProposalLine, ...]:
    """What was asked about this person (id), target (name) or employer (id) and can still be confirmed; the newest first."""
    now = office.clock.now()
    return tuple(
        line
        for line in office.lists.proposals()
        if line.subject == subject and is_open(line.standing, line.expires_at, now)
    )


def standing_of(office: Office, line: ProposalLine) -> str:
    """`open`, `confirmed`, `withdrawn`, or `lapsed` for one whose time went by."""
    if line.standing is Standing.OPEN and not is_open(line.standing, line.expires_at, office.clock.now()):
        return LAPSED
    return line.standing.value


def _require(office: Office, proposal: str) -> None:
    line = proposal_named(office, proposal)
    if line.change in JUDGED:
        office.require(Permission.BUDGET_JUDGE, proposal)
        return
    if line.change in _OF_HOLDS:
        office.require(Permission.HOLD_KEEP, proposal)
        return
    permission = Permission.TARGETS_MANAGE if line.change in _OF_TARGETS else Permission.PEOPLE_MANAGE
    office.require_register(permission, proposal)
