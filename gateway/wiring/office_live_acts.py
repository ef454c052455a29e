"""What may be done to a running session from its page, and which extensions of it wait for a second supervisor."""

from gateway.approvals.proposal import is_open
from gateway.authorization.roles import Permission
from gateway.disclosure.keeping import Door
from gateway.ipc.messages import CallRefused
from gateway.registrar.disclosing import DOORS
from gateway.registrar.holding import takes_two
from gateway.vocabulary.outcome import Text
from gateway.wiring import office_braking
from gateway.wiring.office import Office
from gateway.wiring.office_budgets import freeze_of
from gateway.wiring.office_reading import ProposalLine, SessionLine
from gateway.wiring.office_second import JUDGED


def door_of(line: SessionLine) -> Door | None:
    """The door whose people are counted; None for a session that shows nothing that could be frozen."""
    return DOORS.get(line.session.capability)


def freeze(office: Office, line: SessionLine, reason: str) -> None:
    """Nothing more is shown to this person at the door, in no session. Raises CallRefused, GatewayFault."""
    _require_anothers(office, line)
    office_braking.freeze(office, line.session.id, reason)


def resume(office: Office, line: SessionLine, reason: str) -> str | None:
    """The frozen person goes on within the caps; where that takes two, the proposal's id. Raises CallRefused, GatewayFault."""
    _require_anothers(office, line)
    return office_braking.resume(office, line.session.id, reason)


def resuming_takes_two(office: Office, line: SessionLine) -> bool:
    """True where the person is frozen there for what nobody could count."""
    freeze = freeze_of(office, line.session.person, door_of(line))
    return freeze is not None and takes_two(freeze)


def ask_extend(office: Office, line: SessionLine, people: int, reason: str) -> str:
    """Ask for so many people more today; another supervisor confirms it. The proposal's id. Raises CallRefused, GatewayFault."""
    _require_anothers(office, line)
    return office_braking.ask_extend(office, line.session.id, people=people, reason=reason)


def waiting(office: Office, line: SessionLine) -> tuple[ProposalLine, ...]:
    """Extensions and releases asked for this person at the session's door that nobody has confirmed yet."""
    now, door = office.clock.now(), door_of(line)
    return tuple(
        each
        for each in office.lists.proposals()
        if each.change in JUDGED
        and each.subject == line.session.person
        and door is not None
        and isinstance(each.facts, dict)
        and each.facts.get("door") == door.value
        and is_open(each.standing, each.expires_at, now)
    )


def _require_anothers(office: Office, line: SessionLine) -> None:
    who = office.require(Permission.BUDGET_JUDGE, line.session.id)
    if who.person == line.session.person:
        raise CallRefused("four-eyes", OWN)


OWN = Text(
    ja="自分のセッションは自分で凍結・再開・延長できません。ほかの管理監督者に依頼してください。",
    en="Nobody freezes, resumes or extends his own session. Ask another supervisor.",
)
