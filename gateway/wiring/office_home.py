"""What needs a person now, by what he may do: the numbers of the first page, each with the list behind it.

Every part asks for its own permission; a person with two roles sees both parts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from gateway.approvals.proposal import is_open
from gateway.audit.entry import Entry, EntryMalformed, read_body
from gateway.authorization.roles import Permission
from gateway.detection.alert import KINDS as ALARMS
from gateway.detection.alert import alarm_of
from gateway.detection.events import RefusalRepeated
from gateway.storage.engine import reading
from gateway.storage.queries.journal import JournalFilter, entries
from gateway.vocabulary.clock import JST
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.terminal import Terminal
from gateway.wiring.office import Office
from gateway.wiring.office_approvals import remarkable, waiting
from gateway.wiring.office_budgets import people_waiting
from gateway.wiring.office_journal_search import State, state
from gateway.wiring.office_openings import Opening, my_openings
from gateway.wiring.office_reading import (
    OrderFilter,
    OrderLine,
    PersonLine,
    ProposalLine,
    RecordingFilter,
    RecordingState,
    SessionFilter,
    SessionLine,
    Shown,
)
from gateway.wiring.office_second import JUDGED

LINES: Final = 5  # of each list on the first page
COUNTED_MAX: Final = 100  # more than so many are said as "so many and more"
ALARMS_SINCE: Final = timedelta(hours=24)
LOOKED_AT_MAX: Final = 2_000  # entries that may be alarms; a day has some hundreds
LATELY: Final = timedelta(days=7)
CONTRACT_SOON: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Engineer:
    """My orders of today and later, and what they open now."""

    orders: Sequence[OrderLine]
    openings: Sequence[Opening]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervisor:
    """What waits for me, what runs, and alarms of the last day (`alarms` counts to COUNTED_MAX).

    `budgets` are people whose disclosure budget waits for me: frozen, or to be raised with my signature.
    """

    waiting: Sequence[OrderLine]
    waiting_total: int
    running: Sequence[SessionLine]
    alarms: int
    budgets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Administrator:
    """Changes another asked for, contracts that end soon, people locked out (id, until), terminals that are suspended."""

    changes: Sequence[ProposalLine]
    own_changes: int
    ending: Sequence[PersonLine]
    locked: Sequence[tuple[PersonLine, datetime]]
    terminals: Sequence[Terminal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Auditor:
    """Recordings that were not closed in the ordinary way, where the journal stands, refusals, remarkable approvals."""

    unsealed: Mapping[RecordingState, int]
    journal: State
    refusals: int
    approvals: int
    alarms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The parts this person sees; None is not his."""

    engineer: Engineer | None
    supervisor: Supervisor | None
    administrator: Administrator | None
    auditor: Auditor | None


def home(office: Office) -> Home:
    """Everything the first page shows. Raises CallRefused for nobody, GatewayFault."""
    who, roles = office.require_person(), office.policy.roles
    judges = roles.permits(who.roles, Permission.ORDER_JUDGE)
    asks = roles.permits(who.roles, Permission.ORDER_ASK) and not judges
    return Home(
        engineer=engineer(office) if asks else None,
        supervisor=supervisor(office) if judges else None,
        administrator=administrator(office) if roles.permits(who.roles, Permission.PEOPLE_MANAGE) else None,
        auditor=auditor(office) if roles.permits(who.roles, Permission.JOURNAL_READ) else None,
    )


def engineer(office: Office) -> Engineer:
    """For whoever works."""
    me, now = office.require_person().person, office.clock.now()
    own = OrderFilter(of=me, ending_after=now - timedelta(days=1), limit=LINES * 2)
    return Engineer(orders=office.lists.orders(own), openings=my_openings(office))


def supervisor(office: Office) -> Supervisor:
    """For whoever approves."""
    lines, total = waiting(office, limit=LINES)
    running = office.lists.sessions(SessionFilter(shown=Shown.RUNNING, limit=COUNTED_MAX))
    alarms = _alarms(office, office.clock.now() - ALARMS_SINCE)
    return Supervisor(
        waiting=lines, waiting_total=total, running=running, alarms=alarms, budgets=len(people_waiting(office))
    )


def administrator(office: Office) -> Administrator:
    """For whoever keeps the register."""
    me, now = office.require(Permission.PEOPLE_MANAGE).person, office.clock.now()
    asked = [each for each in office.lists.proposals() if each.change not in JUDGED]  # that is for supervisors
    open_ = [each for each in asked if is_open(each.standing, each.expires_at, now)]
    people = {line.id: line for line in office.lists.people()}
    locked = office.lists.locked(now)
    return Administrator(
        changes=[each for each in open_ if me not in (each.asked_by, each.subject)],
        own_changes=sum(each.asked_by == me for each in open_),
        ending=_ending(people.values(), now.astimezone(JST).date()),
        locked=[(people[id_], until) for id_, until in sorted(locked.items()) if id_ in people],
        terminals=[each for each in office.lists.terminals() if each.standing is Standing.SUSPENDED],
    )


def auditor(office: Office) -> Auditor:
    """For whoever looks at the others."""
    since = office.clock.now() - LATELY
    wanted = (RecordingState.INTERRUPTED, RecordingState.LATE)
    return Auditor(
        unsealed={
            each: office.lists.recordings_counted(RecordingFilter(state=each, started_from=since)) for each in wanted
        },
        journal=state(office),
        refusals=_counted(office, {RefusalRepeated.kind}, since),
        approvals=len(remarkable(office)),
        alarms=_alarms(office, office.clock.now() - ALARMS_SINCE),
    )


def _ending(people: Collection[PersonLine], today: date) -> list[PersonLine]:
    soon = [
        line
        for line in people
        if line.standing is Standing.ACTIVE and today <= line.contract_end <= today + CONTRACT_SOON
    ]
    return sorted(soon, key=lambda line: (line.contract_end, line.username))


def _counted(office: Office, kinds: Collection[str], since: datetime) -> int:
    """How many of these kinds since then, by the index; at most COUNTED_MAX."""
    with reading(office.engine) as connection:
        wanted = JournalFilter(kinds=tuple(sorted(kinds)), since=since, limit=COUNTED_MAX)
        return len(entries(connection, wanted))


def _alarms(office: Office, since: datetime) -> int:
    """How many alarms since then, as `alarm list` judges them: most kinds that can be one usually are none."""
    with reading(office.engine) as connection:
        wanted = JournalFilter(kinds=tuple(sorted(ALARMS)), since=since, limit=LOOKED_AT_MAX)
        found = sum(_is_alarm(entry) for entry in entries(connection, wanted))
    return min(found, COUNTED_MAX)


def _is_alarm(entry: Entry) -> bool:
    try:
        body = read_body(entry.body)
    except EntryMalformed:
        return True  # it stands in the list of alarms as one that cannot be read
    return alarm_of(body.kind, body.data, lambda _id: None) is not None
