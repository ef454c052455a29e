"""The database as the office reads it: the facts its desk judges by, and the lists it shows.

Each call is one snapshot. The office writes nothing here: its changes go through the registrar, with their events.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Engine

from gateway.authentication.lockout import Attempts
from gateway.authentication.ports import KeyKind
from gateway.disclosure.canaries import Canary
from gateway.disclosure.inquiry import Inquiry
from gateway.disclosure.keeping import Freeze
from gateway.disclosure.ledger import Asked, Sought
from gateway.recording.contract_end import ContractEnd
from gateway.recording.legal_hold import LegalHold
from gateway.rotation.due import Rotation
from gateway.sessions.standing import Standing
from gateway.storage.engine import reading
from gateway.storage.fields import FieldCipher
from gateway.storage.queries import authorities as authority_lists
from gateway.storage.queries import clients as client_lists
from gateway.storage.queries import disclosures as disclosure_lists
from gateway.storage.queries import employers as employer_lists
from gateway.storage.queries import factors as factor_lists
from gateway.storage.queries import inquiries as inquiry_lists
from gateway.storage.queries import locked as locked_lists
from gateway.storage.queries import orders as order_lists
from gateway.storage.queries import people as people_lists
from gateway.storage.queries import proposals as proposal_lists
from gateway.storage.queries import recordings as recording_lists
from gateway.storage.queries import sessions as session_lists
from gateway.storage.queries import shells as shell_lists
from gateway.storage.queries import targets as target_lists
from gateway.storage.queries import terminals as terminal_lists
from gateway.storage.queries import web_sessions as web_session_lists
from gateway.storage.stores.canaries import Canaries
from gateway.storage.stores.clients import chain_of
from gateway.storage.stores.codes import Lockouts
from gateway.storage.stores.contract_ends import ContractEnds
from gateway.storage.stores.legal_holds import LegalHolds
from gateway.storage.stores.orders import Orders
from gateway.storage.stores.people import People
from gateway.storage.stores.rotations import Rotations
from gateway.storage.stores.standings import Standings, live
from gateway.storage.stores.targets import Targets
from gateway.vocabulary.identity import Employer, Person
from gateway.vocabulary.party import Chain, Client, Consent
from gateway.vocabulary.target import Target
from gateway.vocabulary.terminal import Terminal
from gateway.work_orders.order import WorkOrder


class OfficeFacts:
    """Single facts (approvals/ports.py Orders, People and Targets, by shape)."""

    def __init__(self, engine: Engine, cipher: FieldCipher) -> None:
        self._engine, self._cipher = engine, cipher

    def order(self, order: str) -> WorkOrder | None:
        """The order as it stands now, with its approvals."""
        with reading(self._engine) as connection:
            return Orders(connection).get(order)

    def person(self, person: str) -> Person | None:
        """The person with this id as he stands now, personal fields opened by the keeper."""
        with reading(self._engine) as connection:
            return People(connection).get(person, self._cipher)

    def target(self, name: str) -> Target | None:
        """The target as it stands now."""
        with reading(self._engine) as connection:
            return Targets(connection).get(name)

    def chain(self, employer: str) -> Chain:
        """The chain from the clients to this employer, with every consent given for it."""
        with reading(self._engine) as connection:
            return chain_of(connection, employer)


class OfficeLists:
    """Lists, and single lines of them by id or name. See `queries/` for what a line holds."""

    def __init__(self, engine: Engine, cipher: FieldCipher) -> None:
        self._engine, self._cipher = engine, cipher

    def sessions(self, wanted: session_lists.SessionFilter) -> Sequence[session_lists.SessionLine]:
        """Sessions that meet the filter, newest first."""
        with reading(self._engine) as connection:
            return session_lists.sessions(connection, wanted)

    def session(self, session: str) -> session_lists.SessionLine | None:
        """One session by id."""
        with reading(self._engine) as connection:
            return session_lists.session(connection, session)

    def standings(self) -> Mapping[str, Standing]:
        """How the sessions stand that have not ended and ever stopped or counted somebody."""
        with reading(self._engine) as connection:
            return live(connection)

    def canaries(self, client: str) -> Sequence[Canary]:
        """The client's canary persons that are not removed, oldest first."""
        with reading(self._engine) as connection:
            return Canaries(connection).of_client(client)

    def legal_holds(self) -> Sequence[LegalHold]:
        """All there ever were, the oldest first."""
        with reading(self._engine) as connection:
            return LegalHolds(connection).every()

    def contract_ends(self) -> Sequence[ContractEnd]:
        """Clients whose contract is over."""
        with reading(self._engine) as connection:
            return ContractEnds(connection).every()

    def standing(self, session: str) -> Standing:
        """How one session stands, or stood at its end."""
        with reading(self._engine) as connection:
            return Standings(connection).get(session)

    def sessions_counted(self, wanted: session_lists.SessionFilter) -> int:
        """How many sessions meet the filter."""
        with reading(self._engine) as connection:
            return session_lists.sessions_counted(connection, wanted)

    def recordings(
        self,
        wanted: recording_lists.RecordingFilter | None = None,
        *,
        person: str | None = None,
        limit: int = 200,
    ) -> Sequence[recording_lists.RecordingLine]:
        """The newest recordings that meet the filter; without one, of everybody or of the person with this user name."""
        with reading(self._engine) as connection:
            return recording_lists.recordings(connection, wanted, person=person, limit=limit)

    def recordings_counted(self, wanted: recording_lists.RecordingFilter) -> int:
        """How many recordings meet the filter."""
        with reading(self._engine) as connection:
            return recording_lists.recordings_counted(connection, wanted)

    def recording(self, recording: str) -> recording_lists.RecordingLine | None:
        """One recording by id."""
        with reading(self._engine) as connection:
            return recording_lists.recording(connection, recording)

    def orders(self, wanted: order_lists.OrderFilter) -> Sequence[order_lists.OrderLine]:
        """Work orders that meet the filter, newest request first."""
        with reading(self._engine) as connection:
            return order_lists.orders(connection, wanted)

    def order_count(self, wanted: order_lists.OrderFilter) -> int:
        """How many work orders meet the filter, whatever its limit and offset."""
        with reading(self._engine) as connection:
            return order_lists.count(connection, wanted)

    def approvals_given(self, since: datetime) -> Sequence[tuple[str, str, str, int | None]]:
        """(order, approver's id, `timestamp`, seconds on the page) of the approvals since then, oldest first."""
        with reading(self._engine) as connection:
            return order_lists.approvals_given(connection, since)

    def order(self, order: str) -> order_lists.OrderLine | None:
        """One work order by id."""
        with reading(self._engine) as connection:
            return order_lists.order(connection, order)

    def person(self, person: str) -> people_lists.PersonLine | None:
        """The account with this id."""
        with reading(self._engine) as connection:
            return people_lists.person_by_id(connection, person)

    def disclosure_totals(self, wanted: disclosure_lists.IndexFilter) -> Sequence[disclosure_lists.IndexTotal]:
        """What was shown of each client's data, or of one's."""
        with reading(self._engine) as connection:
            return disclosure_lists.totals(connection, wanted)

    def disclosure_lines(self, wanted: disclosure_lists.IndexFilter) -> Sequence[disclosure_lists.IndexLine]:
        """To whom, for what, of which tables; the most first."""
        with reading(self._engine) as connection:
            return disclosure_lists.lines(connection, wanted)

    def sessions_that_showed(
        self, wanted: inquiry_lists.Period, *, limit: int, only: Sequence[str] | None = None
    ) -> Sequence[inquiry_lists.SessionShown]:
        """Sessions that showed the clients' data, the newest first; of `only` these, where given."""
        with reading(self._engine) as connection:
            return inquiry_lists.sessions(connection, wanted, limit=limit, only=only)

    def met(
        self, wanted: inquiry_lists.Period, sought: Sought, digests: Mapping[bytes, Asked]
    ) -> Sequence[inquiry_lists.Met]:
        """Sessions that showed any of these people."""
        with reading(self._engine) as connection:
            return inquiry_lists.met(connection, wanted, sought, digests)

    def uncovered(self, wanted: inquiry_lists.Period) -> inquiry_lists.Uncovered:
        """What no look-up can say anything about."""
        with reading(self._engine) as connection:
            return inquiry_lists.uncovered(connection, wanted)

    def disclosures_since(self) -> date | None:
        """The first day on record."""
        with reading(self._engine) as connection:
            return inquiry_lists.first_day(connection)

    def inquiries(self, *, limit: int) -> Sequence[tuple[Inquiry, str]]:
        """The newest inquiries, each with the user name of whose it was."""
        with reading(self._engine) as connection:
            return inquiry_lists.inquiries(connection, limit=limit)

    def budgets_used(self, today: date) -> Sequence[disclosure_lists.UsedLine]:
        """Who has used what of whose data."""
        with reading(self._engine) as connection:
            return disclosure_lists.used(connection, today)

    def shells_used(self, today: date) -> Sequence[shell_lists.ShellLine]:
        """How many people shells showed whom."""
        with reading(self._engine) as connection:
            return shell_lists.used(connection, today)

    def budget_freezes(self) -> Sequence[Freeze]:
        """Those that stand, then the latest released ones."""
        with reading(self._engine) as connection:
            return disclosure_lists.freezes(connection)

    def budget_steps(self, today: date) -> Sequence[disclosure_lists.StepLine]:
        """What supervisors added for today."""
        with reading(self._engine) as connection:
            return disclosure_lists.steps(connection, today)

    def found_people(self, wanted: people_lists.PeopleFilter) -> tuple[Sequence[people_lists.PersonLine], int]:
        """A part of the accounts that meet the filter, by user name, and how many do."""
        with reading(self._engine) as connection:
            return people_lists.found_people(connection, wanted)

    def mails(self, ids: Sequence[str]) -> Mapping[str, str]:
        """The mail addresses of these people by id, opened by the keeper in one batch; whoever has none is left out."""
        with reading(self._engine) as connection:
            return people_lists.mails(connection, self._cipher, ids)

    def key_holder(self, fingerprint: str) -> tuple[KeyKind, str] | None:
        """Kind and name of whoever a key was ever registered for."""
        with reading(self._engine) as connection:
            return people_lists.key_holder(connection, fingerprint)

    def people(self) -> Sequence[people_lists.PersonLine]:
        """Accounts by user name, nothing personal in them."""
        with reading(self._engine) as connection:
            return people_lists.people(connection)

    def person_named(self, username: str) -> people_lists.PersonLine | None:
        """The account with this user name."""
        with reading(self._engine) as connection:
            return people_lists.person_named(connection, username)

    def real_names(self, ids: Sequence[str]) -> Mapping[str, people_lists.RealName]:
        """The personal fields of these people by id, opened by the keeper in one batch."""
        with reading(self._engine) as connection:
            return people_lists.real_names(connection, self._cipher, ids)

    def keys_of(self, owner: str) -> Sequence[people_lists.KeyLine]:
        """All keys a person or terminal ever had, newest first."""
        with reading(self._engine) as connection:
            return people_lists.keys_of(connection, owner)

    def authorities(self) -> Sequence[authority_lists.AuthorityLine]:
        """All authorities of user certificates by name."""
        with reading(self._engine) as connection:
            return authority_lists.authorities(connection)

    def targets(self) -> Sequence[Target]:
        """All targets by name."""
        with reading(self._engine) as connection:
            return target_lists.targets(connection)

    def terminals(self) -> Sequence[Terminal]:
        """All terminals by name."""
        with reading(self._engine) as connection:
            return terminal_lists.terminals(connection)

    def terminal_named(self, name: str) -> Terminal | None:
        """The terminal of this id or name."""
        with reading(self._engine) as connection:
            return terminal_lists.terminal_named(connection, name)

    def found_terminals(
        self, wanted: terminal_lists.TerminalFilter
    ) -> tuple[Sequence[terminal_lists.TerminalLine], int]:
        """A part of the terminals that meet the filter, by name, and how many do."""
        with reading(self._engine) as connection:
            return terminal_lists.found_terminals(connection, wanted)

    def rotation(self, target: Target) -> Rotation:
        """Where the change of the target's password stands."""
        with reading(self._engine) as connection:
            return Rotations(connection).get(target.id)

    def proposals(self) -> Sequence[proposal_lists.ProposalLine]:
        """Changes that wait for a second signature or had one, newest first."""
        with reading(self._engine) as connection:
            return proposal_lists.proposals(connection)

    def proposal(self, wanted: str) -> proposal_lists.ProposalLine | None:
        """One of them by id."""
        with reading(self._engine) as connection:
            return proposal_lists.proposal(connection, wanted)

    def web_sessions(self, person: str) -> Sequence[web_session_lists.WebSessionLine]:
        """The person's sessions of the web office: those that have not ended first, then the newest; at most 50."""
        with reading(self._engine) as connection:
            return web_session_lists.web_sessions(connection, person)

    def factors(self, person: str) -> factor_lists.FactorsLine:
        """What a person (id) proves himself with: kinds, names and times."""
        with reading(self._engine) as connection:
            return factor_lists.factors(connection, person)

    def locked(self, now: datetime) -> Mapping[str, datetime]:
        """Who is locked out now, with the end of it, by person's id."""
        with reading(self._engine) as connection:
            return locked_lists.locked(connection, now)

    def attempts(self, person: str) -> Attempts:
        """Failures counted against the person, and the lock's end."""
        with reading(self._engine) as connection:
            return Lockouts(connection).get(person)

    def employers(self) -> Sequence[Employer]:
        """All employers by id."""
        with reading(self._engine) as connection:
            return employer_lists.employers(connection)

    def found_employers(self, wanted: employer_lists.EmployerFilter) -> tuple[Sequence[Employer], int]:
        """A part of the employers that meet the filter, by name, and how many do."""
        with reading(self._engine) as connection:
            return employer_lists.found_employers(connection, wanted)

    def heads(self, *, ending_after: date | None = None) -> Mapping[str, int]:
        """How many accounts each employer's people hold, by its id; `ending_after`: whose contract ends after that day."""
        with reading(self._engine) as connection:
            return employer_lists.heads(connection, ending_after=ending_after)

    def found_targets(self, wanted: target_lists.TargetFilter) -> tuple[Sequence[Target], int]:
        """A part of the targets that meet the filter, by name, and how many do."""
        with reading(self._engine) as connection:
            return target_lists.found_targets(connection, wanted)

    def target_by_id(self, target: str) -> Target | None:
        """One target by id."""
        with reading(self._engine) as connection:
            return target_lists.target_by_id(connection, target)

    def clients(self) -> Sequence[Client]:
        """All client companies by id."""
        with reading(self._engine) as connection:
            return client_lists.clients(connection)

    def client(self, client: str) -> Client | None:
        """One client company by id."""
        with reading(self._engine) as connection:
            return client_lists.client(connection, client)

    def consent(self, consent: str) -> Consent | None:
        """One written consent by id, ended or not."""
        with reading(self._engine) as connection:
            return client_lists.consent(connection, consent)

    def consents(self, wanted: client_lists.ConsentFilter) -> tuple[Sequence[client_lists.ConsentLine], int]:
        """A part of the ledger of consents, and how many lines it has."""
        with reading(self._engine) as connection:
            return client_lists.consents(connection, wanted)

    def consents_of(self, clients: Sequence[str]) -> Mapping[str, Sequence[Consent]]:
        """All consents of these clients that were not ended, by client."""
        with reading(self._engine) as connection:
            return client_lists.consents_of(connection, clients)
