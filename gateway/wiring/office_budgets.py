"""Disclosure budgets (閲覧上限) as the office shows and moves them: who used what of whose, who is frozen, what was added.

Caps shown are the most there is (the policy's default and what supervisors added for today); an order's purpose and the class of
its target can only narrow them. What is really left for a session, the registrar decides.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from gateway.approvals.proposal import is_open
from gateway.authorization.roles import Permission
from gateway.disclosure.keeping import Door, Freeze
from gateway.disclosure.past import japan_day
from gateway.ipc.messages import CallRefused
from gateway.registrar import changes
from gateway.registrar.holding import takes_two
from gateway.vocabulary.caps import Caps
from gateway.vocabulary.outcome import Text
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office
from gateway.wiring.office_reading import (
    IndexFilter,
    IndexLine,
    IndexTotal,
    PersonLine,
    ProposalLine,
    ShellLine,
    StepLine,
    UsedLine,
)
from gateway.wiring.office_second import JUDGED, ask_second

REASON_LETTERS_MAX: Final = 200
ALL_CLIENTS: Final = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """One span of one budget: `used` of `cap`; `near` from the warning share on."""

    used: int
    cap: int
    near: bool

    @property
    def left(self) -> int:
        """Never less than 0."""
        return max(0, self.cap - self.used)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientUse:
    """What one person has used of one client's data; `client` is a code, "" for rows of nobody's, None for all together."""

    client: str | None
    rows_day: Spent
    day: Spent
    days_30: Spent
    days_365: Spent

    @property
    def near(self) -> bool:
        """True where one of them is nearly used up."""
        return any(each.near for each in (self.rows_day, self.day, self.days_30, self.days_365))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellUse:
    """How many people one person was shown in shells and by listed commands, masked, whosever they are: an estimate."""

    day: Spent
    days_30: Spent
    days_365: Spent

    @property
    def near(self) -> bool:
        """True where one of them is nearly used up."""
        return any(each.near for each in (self.day, self.days_30, self.days_365))


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonBudget:
    """Where one person stands. `waiting` are steps and releases that another supervisor could confirm; `added` is today's.

    `freezes` are at most one a door.
    """

    person: str
    username: str
    freezes: tuple[Freeze, ...]
    added: StepLine | None
    uses: tuple[ClientUse, ...]
    shell: ShellUse
    waiting: tuple[ProposalLine, ...]

    @property
    def frozen(self) -> Freeze | None:
        """The first of his freezes; None where he is shown what is left at every door."""
        return self.freezes[0] if self.freezes else None

    @property
    def near(self) -> bool:
        """True where a cap is nearly used up."""
        return self.shell.near or any(each.near for each in self.uses)


def today_of(office: Office) -> date:
    """The day in Japan."""
    return japan_day(office.clock.now())


def budgets(office: Office) -> list[PersonBudget]:
    """Everybody who has used anything or is frozen: the frozen first, then whoever has little left, then by user name."""
    found = _Found(office)
    people = {line.person for line in found.used} | set(found.shells)
    people |= set(found.frozen) | set(found.added) | set(found.waiting)
    made = [found.of(person) for person in sorted(people)]
    return sorted(made, key=lambda each: (each.frozen is None, not each.near, each.username))


def people_waiting(office: Office) -> set[str]:
    """Ids of those whom whoever entered could release or raise now: never himself, nor what he asked for."""
    me, found = office.require_person().person, _Found(office)
    asked = {person for person, lines in found.waiting.items() if any(line.asked_by != me for line in lines)}
    return (set(found.frozen) | asked) - {me}


def budget_of(office: Office, person: PersonLine) -> PersonBudget:
    """One person's."""
    return _Found(office).of(person.id)


def released_lately(office: Office) -> list[Freeze]:
    """Freezes that were released, the newest first."""
    return [each for each in office.lists.budget_freezes() if each.released_at is not None]


def release(office: Office, person: str, reason: str, door: Door = Door.DATABASE) -> str | None:
    """Let a frozen person (id) go on at a door; where that takes two, ask for it: then the id another supervisor confirms.

    Raises CallRefused, GatewayFault.
    """
    office.require(Permission.BUDGET_JUDGE, person)
    why = reason_of(reason)
    freeze = freeze_of(office, person, door)
    if freeze is None or not takes_two(freeze):
        office.commit(changes.BudgetReleased(person=person, door=door, reason=why))
        return None
    return ask_second(office, changes.BudgetReleased(person=person, door=door, reason=why, freeze=freeze.id))


def freeze_of(office: Office, person: str, door: Door | None) -> Freeze | None:
    """What a person (id) is frozen for at a door."""
    standing = (each for each in office.lists.budget_freezes() if each.released_at is None)
    return next((each for each in standing if (each.person, each.door) == (person, door)), None)


def ask_raise(office: Office, person: str, *, people: int, rows: int, reason: str, door: Door = Door.DATABASE) -> str:
    """Ask for a step that another supervisor confirms; its id. Raises CallRefused, GatewayFault."""
    office.require(Permission.BUDGET_JUDGE, person)
    change = changes.BudgetRaised(person=person, door=door, people=people, rows=rows, reason=reason_of(reason))
    return ask_second(office, change)


def index(office: Office, wanted: IndexFilter) -> tuple[Sequence[IndexTotal], Sequence[IndexLine]]:
    """The disclosure index (R-47). Raises CallRefused for a client nobody registered."""
    if wanted.client is not None and wanted.client not in ("", "?"):
        require_client(office, wanted.client)
    return office.lists.disclosure_totals(wanted), office.lists.disclosure_lines(wanted)


def require_client(office: Office, client: str) -> None:
    """Raise CallRefused for a client nobody registered."""
    if office.lists.client(client) is None:
        raise CallRefused("client.absent", texts.absent("委託元", "client", client, "client list"))


def person_named(office: Office, username: str) -> PersonLine:
    """The account with this user name. Raises CallRefused."""
    found = office.lists.person_named(username)
    if found is None:
        raise CallRefused("person.absent", texts.NO_SUCH_PERSON)
    return found


def reason_of(typed: str) -> str:
    """One line. Raises CallRefused."""
    reason = " ".join(typed.split())
    if not reason or not reason.isprintable() or len(reason) > REASON_LETTERS_MAX:
        raise CallRefused("reason.unfit", REASON)
    return reason


def a_year_before(day: date) -> date:
    """The first of the 365 days that end with `day`."""
    return day - timedelta(days=364)


class _Found:
    """What the database says, read once."""

    def __init__(self, office: Office) -> None:
        today = today_of(office)
        self._policy = office.policy.budgets
        self._usernames = {line.id: line.username for line in office.lists.people()}
        self.used: Sequence[UsedLine] = office.lists.budgets_used(today)
        self.shells: Mapping[str, ShellLine] = {line.person: line for line in office.lists.shells_used(today)}
        freezes = office.lists.budget_freezes()
        self.frozen: dict[str, tuple[Freeze, ...]] = {}
        for each in sorted(freezes, key=lambda freeze: freeze.door):
            if each.released_at is None:
                self.frozen[each.person] = (*self.frozen.get(each.person, ()), each)
        self.added: Mapping[str, StepLine] = {step.person: step for step in office.lists.budget_steps(today)}
        self.waiting: dict[str, tuple[ProposalLine, ...]] = {}
        for line in office.lists.proposals():
            if line.change in JUDGED and is_open(line.standing, line.expires_at, office.clock.now()):
                self.waiting[line.subject] = (*self.waiting.get(line.subject, ()), line)

    def of(self, person: str) -> PersonBudget:
        return PersonBudget(
            person=person,
            username=self._usernames.get(person, person),
            freezes=self.frozen.get(person, ()),
            added=self.added.get(person),
            uses=tuple(self._uses(person)),
            shell=self._shell(person),
            waiting=self.waiting.get(person, ()),
        )

    def _shell(self, person: str) -> ShellUse:
        """People in clear at the database door count there as well (disclosure/shell)."""
        caps, line = self._policy.shell.default, self.shells.get(person)
        clear = [each for each in self.used if each.person == person]

        def spent(name: str) -> Spent:
            used = (0 if line is None else getattr(line, name)) + sum(getattr(each, name) for each in clear)
            return self._spent(used, getattr(caps, name))

        return ShellUse(day=spent("day"), days_30=spent("days_30"), days_365=spent("days_365"))

    def _uses(self, person: str) -> Iterator[ClientUse]:
        mine = [line for line in self.used if line.person == person]
        names = ("rows_day", "day", "days_30", "days_365")
        whole = {name: sum(getattr(line, name) for line in mine) for name in names}
        yield self._use(person, ALL_CLIENTS, whole, self._policy.default.in_all)
        for line in mine:
            if not any(getattr(line, name) for name in names):
                continue  # of this client's data a shell showed somebody: that is in its own counts
            yield self._use(
                person, line.client, {name: getattr(line, name) for name in names}, self._policy.default.per_client
            )

    def _use(self, person: str, client: str | None, used: Mapping[str, int], caps: Caps) -> ClientUse:
        added = self.added.get(person)
        more_people, more_rows = (0, 0) if added is None else (added.people, added.rows)

        def spent(name: str) -> Spent:
            cap = getattr(caps, name) + (more_rows if name == "rows_day" else more_people)
            return self._spent(used[name], cap)

        return ClientUse(
            client=client,
            rows_day=spent("rows_day"),
            day=spent("day"),
            days_30=spent("days_30"),
            days_365=spent("days_365"),
        )

    def _spent(self, used: int, cap: int) -> Spent:
        return Spent(used=used, cap=cap, near=used * 100 >= cap * self._policy.warn_percent)


REASON: Final = Text(
    ja=f"理由を {REASON_LETTERS_MAX} 文字以内の 1 行で入力してください。監査ログに残ります。",
    en=f"Say why, in one line of at most {REASON_LETTERS_MAX} letters. It stays in the journal.",
)
