"""Running sessions that stop, as supervisors see and move them: who runs, waits or is frozen; freeze, resume, extend.

A freeze is of a person at a door and holds for every session there. Ending a session is `office_sessions.cut`. Whoever asks is
judged by the registrar again, in the transaction of the change.
"""

from collections.abc import Mapping

from gateway.authorization.roles import Permission
from gateway.disclosure.keeping import Door
from gateway.ipc.messages import CallRefused
from gateway.registrar import changes
from gateway.registrar import texts as refusals
from gateway.registrar.disclosing import DOORS
from gateway.sessions.session import Session
from gateway.sessions.standing import Standing
from gateway.wiring.office import Office
from gateway.wiring.office_budgets import reason_of, release
from gateway.wiring.office_second import ask_second
from gateway.wiring.office_sessions import one


def standings(office: Office) -> Mapping[str, Standing]:
    """By session, of those that have not ended and ever stopped or counted somebody; any other one just runs."""
    return office.lists.standings()


def standing(office: Office, session: str) -> Standing:
    """How one session stands, or stood when it ended."""
    return office.lists.standing(session)


def freeze(office: Office, session: str, reason: str) -> None:
    """Nothing more is shown to the session's person at its door, within a second. Raises CallRefused, GatewayFault."""
    office.require(Permission.BUDGET_JUDGE, session)
    one(office, session)
    office.commit(changes.SessionFrozen(session=session, reason=reason_of(reason)))


def resume(office: Office, session: str, reason: str) -> str | None:
    """Let the session's person go on at its door, within the caps; where that takes two, the id another supervisor confirms.

    Raises CallRefused, GatewayFault.
    """
    office.require(Permission.BUDGET_JUDGE, session)
    found = one(office, session).session
    return release(office, found.person, reason, _door(found))


def ask_extend(office: Office, session: str, *, people: int, rows: int = 0, reason: str) -> str:
    """Ask for a step of the session's person at its door, which another supervisor confirms; its id.

    Confirming it lets a frozen person go on. Raises CallRefused, GatewayFault.
    """
    office.require(Permission.BUDGET_JUDGE, session)
    found = one(office, session).session
    change = changes.BudgetRaised(
        person=found.person, door=_door(found), people=people, rows=rows, reason=reason_of(reason)
    )
    return ask_second(office, change)


def _door(session: Session) -> Door:
    door = DOORS.get(session.capability)
    if door is None:
        raise CallRefused("session.no-freeze", refusals.NOTHING_TO_FREEZE)
    return door
