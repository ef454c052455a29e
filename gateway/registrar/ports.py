"""What the registrar needs from others; `wiring` fills it. Rooms meet here by shape, so storage never imports this room.

Invariants a store keeps:
- everything reached through one `Transaction` belongs to one database transaction: all of it is durable, or none of it is;
- `Store.transaction()` commits when its block ends without an exception, rolls back otherwise, and has returned only after
  the commit is on disk. Writers of all nodes are serialised from its first statement (SQLite: BEGIN IMMEDIATE; PostgreSQL:
  one advisory lock), so what a transaction has read cannot change before it commits;
- applying methods return False, having changed nothing, where the row already exists (adding), is absent, or stands at
  another version (changing). They raise only for faults of the database.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from gateway.audit.entry import Entry
from gateway.audit.ports import JournalStore
from gateway.authentication.ports import CertificateFacts, KeyOwner, LoginFacts
from gateway.authentication.web_session import EndReason, Tries, WebSession
from gateway.disclosure.canaries import Canary
from gateway.disclosure.inquiry import Inquiry
from gateway.disclosure.keeping import Counts, Door, Freeze, Line, Raised, Reserve
from gateway.disclosure.past import Past as ShownPast
from gateway.disclosure.shell import Amounts, ShellPast, Who
from gateway.disclosure.shown import Person as PersonShown
from gateway.people.account import Account
from gateway.recording.contract_end import ContractEnd
from gateway.recording.legal_hold import LegalHold
from gateway.recording.retiring import Candidate, Why
from gateway.registrar.office_port import Office
from gateway.rotation.due import Rotation
from gateway.sessions.session import RecordingSummary, Session, State
from gateway.sessions.standing import Standing
from gateway.vocabulary.identity import Employer, Person, Role
from gateway.vocabulary.party import Chain, Client, Consent
from gateway.vocabulary.target import Target
from gateway.vocabulary.terminal import Terminal
from gateway.work_orders.order import WorkOrder


class Leases(Protocol):
    """One row a person: the terminal in use, and how many sessions use it. Read and written in one transaction."""

    def holder(self, person: str) -> tuple[str, int] | None:
        """(terminal id, number of sessions), or None where the person uses none."""

    def put(self, person: str, *, terminal: str, node: str, sessions: int, since: datetime) -> None:
        """Insert or replace the person's row. `since` is kept from the first insert."""

    def drop(self, person: str) -> None:
        """Delete the person's row; nothing happens where there is none."""


class Nodes(Protocol):
    """One row a node that runs; `since` tells one run from the next."""

    def running(self) -> Mapping[str, datetime]:
        """Every node that runs, and since when."""

    def began(self, node: str, at: datetime) -> None:
        """The node runs from now on, whatever stood there."""

    def runs(self, node: str, since: datetime) -> bool:
        """True while this run has neither stopped nor been found dead, and no later one began."""

    def ended(self, node: str, since: datetime) -> bool:
        """This run is over; False where it was already."""


class OwnName(Protocol):
    """This node's name, held on the database for as long as its connection stands. Blocks, a few seconds at most."""

    def hold(self) -> bool:
        """True while the name is ours, taking it where it is free. Raises GatewayFault."""

    def held(self, names: Iterable[str]) -> frozenset[str]:
        """Those of `names` that some process holds now. Raises GatewayFault."""


class Sessions(Protocol):
    """Rows of `session`."""

    def add(self, session: Session) -> bool:
        """Insert; False where the id is taken."""

    def get(self, session: str) -> Session | None:
        """The session, whatever its state."""

    def put_state(self, session: str, state: State) -> None:
        """Set the state of a session that has not ended."""

    def put_end(self, session: str, *, at: datetime, reason: str, state: State) -> None:
        """Set ended_at, end_reason and the final state."""

    def not_ended(self, node: str | None) -> Sequence[Session]:
        """Sessions in OPENING or RUNNING of one node, or of all nodes for None; oldest first."""


class Recordings(Protocol):
    """Rows of `recording`; `path` is relative to the recordings directory."""

    def opened(self, recording: str, *, session: str, path: str, started_at: datetime) -> bool:
        """Insert in state `open`; False where the id or the path is taken."""

    def closed(self, summary: RecordingSummary, *, how: Literal["sealed", "interrupted", "late"], at: datetime) -> bool:
        """Set final hash, chunks, bytes, state and sealed_at of an `open` row; False where there is no open one."""

    def unsealed(self, node: str) -> Sequence[tuple[Session, str]]:
        """(session, path) of every recording still `open` whose session is over: this node's, and those of no node that runs."""


class Keys(Protocol):
    """What security keys counted (rows of `ssh_key`), by blob."""

    def counter(self, blob: bytes) -> int | None:
        """The count a key signed with last; None where it never has."""

    def count(self, blob: bytes, counter: int) -> None:
        """Keep it."""


class Facts(Protocol):
    """Reads."""

    def anybody(self) -> bool:
        """True once one person is registered."""

    def login(self, username: str) -> LoginFacts | None:
        """What the log-in walk may know of a user name; None where nobody has it."""

    def key_owner(self, blob: bytes) -> KeyOwner | None:
        """Who a registered, unrevoked public key belongs to: a person or a terminal."""

    def certificate(self, *, authority: bytes, serial: int, key_id: str, key: bytes) -> CertificateFacts:
        """What is known about a user certificate by who signed it (blob), its serial and key id, and its key (blob)."""

    def factor_kinds(self, person: str) -> tuple[str, ...]:
        """Of `password`, `totp` and `passkey` those the person has, sorted."""

    def anybodys_factor(self) -> bool:
        """True once one person can prove himself."""

    def person(self, person: str) -> Person | None:
        """One person, personal fields opened by the store's field cipher (asks the keeper); called on `reading` only."""

    def account(self, person: str) -> Account | None:
        """One account by id, nothing personal in it, whatever its standing."""

    def holding(self, role: Role, today: date) -> int:
        """How many ACTIVE people whose contract does not end before `today` hold the role."""

    def rotation(self, target: Target) -> Rotation:
        """Where the change of the target's vaulted password stands."""

    def roles(self, person: str, today: date) -> frozenset[Role]:
        """Roles of an ACTIVE person whose contract_end is not before `today`; empty for anybody else."""

    def employer_name(self, employer: str) -> str | None:
        """The name of the employer with this id, as of now."""

    def chain(self, employer: str) -> Chain:
        """The chain from the clients to this employer, with every consent given for it; one that needs all where unknown."""

    def client(self, client: str) -> Client | None:
        """One client company by id."""

    def consent(self, consent: str) -> Consent | None:
        """One consent by id, ended or not."""

    def terminal(self, terminal: str) -> Terminal | None:
        """One terminal by id, whatever its standing."""

    def employer(self, employer: str) -> Employer | None:
        """One employer by id."""

    def certified_terminal(self, certificate: bytes) -> str | None:
        """The id of the terminal a certificate (DER) is registered for, whatever its standing."""

    def terminal_named(self, name: str) -> bool:
        """True if a terminal has this name, whatever its standing."""

    def target(self, name: str) -> Target | None:
        """One target by name, whatever its standing."""

    def order(self, order: str) -> WorkOrder | None:
        """One work order with its approvals."""

    def orders_of(self, person: str, *, ending_after: datetime) -> Sequence[WorkOrder]:
        """The person's orders of any standing whose window ends after the moment; newest first, at most 200."""

    def orders_for(self, client: str, *, ending_after: datetime) -> bool:
        """True while an order that names the client is asked, returned or approved and its window not over."""

    def contracts_over(self, clients: Collection[str]) -> frozenset[str]:
        """Those of them whose contract has ended."""

    def orders_over(self, before: datetime, *, limit: int) -> Sequence[WorkOrder]:
        """Orders asked, returned or approved whose window ended before the moment; the last to end first, at most `limit`."""


class WebSessions(Protocol):
    """Sessions of the web office; what has ended stays as it is."""

    def add(self, session: WebSession) -> bool:
        """Insert; False where the id or the ticket was ever used."""

    def get(self, session: str) -> WebSession | None:
        """The session, ended or not."""

    def open_of(self, person: str) -> Sequence[WebSession]:
        """The person's sessions that have not ended."""

    def lapsed(self, *, now: datetime, seen_before: datetime, limit: int) -> Sequence[WebSession]:
        """Sessions that have not ended, and reached the absolute limit or were not seen since; at most `limit`."""

    def renew(self, session: str, *, signed_pass: bytes, way: str) -> bool:
        """Keep a renewed pass; False where the session has ended or is unknown."""

    def see(self, session: str, *, at: datetime, address: str) -> bool:
        """Write a request down; False where the session has ended or is unknown."""

    def end(self, session: str, *, at: datetime, reason: EndReason) -> bool:
        """End it, once; False where it has ended or is unknown."""

    def forget(self, *, ended_before: datetime, limit: int) -> int:
        """Delete rows that ended before the moment, at most `limit`; how many."""


class WebPaces(Protocol):
    """How often something was tried in the web office."""

    def count(self, bucket: str, counted: bytes, *, now: datetime, ends_at: datetime) -> Tries:
        """Count one more try; a window that is over begins afresh and lasts until `ends_at`."""


class Disclosures(Protocol):
    """What was shown, what is held in reserve, who is frozen, what was raised."""

    def past(self, person: str, door: Door, session: str, today: date) -> ShownPast:
        """What the person was shown so far, as a budget of that session on that day needs it; reserves count as shown."""

    def add(self, line: Line, counts: Counts) -> None:
        """Count further ones of this line."""

    def add_people(self, person: str, session: str, day: date, people: Iterable[PersonShown]) -> None:
        """These were shown in clear."""

    def reserves(self, session: str) -> Sequence[Reserve]:
        """What the session may still show, by day and client."""

    def reserved_elsewhere(self, person: str, session: str, today: date) -> Mapping[tuple[date, str], int]:
        """Rows that other sessions of the person hold for today, by day and client."""

    def reserve(self, person: str, session: str, reserve: Reserve) -> None:
        """Hold further rows (at least 1) for the session."""

    def use(self, session: str, reserve: Reserve) -> bool:
        """Take that many (at least 1) out of the session's reserve; False, with nothing changed, where it has not so many."""

    def frozen(self, person: str, door: Door) -> Freeze | None:
        """The person's freeze at this door that nobody has released."""

    def freeze(self, freeze: Freeze) -> bool:
        """Insert; False where the id is taken."""

    def frozen_also(self, freeze: Freeze) -> None:
        """Keep what the freeze of this id stands for by now (`exceeded`)."""

    def standing_freezes(self) -> frozenset[tuple[str, str]]:
        """(person, id) of every freeze that nobody has released."""

    def release(self, person: str, door: Door, *, by: str, at: datetime, reason: str) -> bool:
        """The person goes on at this door; False where nobody had frozen him."""

    def raised(self, step: Raised) -> bool:
        """Insert; False where the person has had a step at this door on that day."""


class Shells(Protocol):
    """What shells showed."""

    def past(self, person: str, session: str, today: date, now: datetime, window: timedelta) -> ShellPast:
        """What the person's shells showed, as the budget of that session needs it now."""

    def known(self, person: str, values: Iterable[PersonShown], today: date) -> Mapping[PersonShown, Who]:
        """Of these values, whom the person's shells showed with them before."""

    def saw(
        self, person: str, session: str, who: Who, values: Iterable[PersonShown], *, today: date, now: datetime
    ) -> bool:
        """The session shows that person by these values; True where it had not on that day."""

    def use(self, person: str, session: str, amounts: Amounts, *, today: date, now: datetime) -> None:
        """Count that much more."""


class Canaries(Protocol):
    """Canary persons."""

    def add(self, canary: Canary, values: Mapping[bytes, str]) -> bool:
        """Insert; False where the id is taken. `values`: what each digest is of."""

    def get(self, canary: str) -> Canary | None:
        """One that is not removed."""

    def remove(self, canary: str, *, by: str, at: datetime, reason: str) -> bool:
        """It alarms no more; False where there is none."""

    def among(self, values: Iterable[PersonShown]) -> Sequence[tuple[str, str, str]]:
        """(id, client, kind) of every canary's value among these."""


class ShownPeople(Protocol):
    """Who was shown masked, as packed digests."""

    def add(self, client: str, day: date, session: str, digests: Sequence[bytes], unnamed: int) -> None:
        """These of the client's people were shown masked on that day in that session, and rows of whom nobody can tell."""

    def exceeds(self, client: str, day: date, session: str) -> bool:
        """True if more people, and rows of nobody's, stand here than rows were shown."""


class Inquiries(Protocol):
    """Inquiries on the disclosure records."""

    def add(self, inquiry: Inquiry) -> bool:
        """Insert; False where the id is taken."""

    def numbers_since(self, person: str, since: datetime) -> int:
        """How many numbers that person has asked about since the moment."""


class Retirements(Protocol):
    """Recordings at the end of their lives."""

    def candidates(self, *, after: str, before: date, limit: int) -> Sequence[Candidate]:
        """Closed recordings that are not retired and began before the day, by id, behind `after`."""

    def with_client(self, client: str, *, after: str, limit: int) -> Sequence[Candidate]:
        """The same of every day, of orders that name the client."""

    def open_with_client(self, client: str) -> bool:
        """True while a recording of an order that names the client is not closed."""

    def living(self, day: date, clients: Sequence[str]) -> bool:
        """True while a recording that began on the day for exactly these clients is not retired."""

    def retire(self, recording: str, why: Why, at: datetime) -> bool:
        """Its life is over; False where it was already."""

    def unremoved(self, limit: int) -> Sequence[tuple[str, str]]:
        """(id, path) of retired recordings whose files may still be there."""

    def removed(self, recording: str, at: datetime) -> bool:
        """Its file is gone; False where that is known."""


class RecordingKeys(Protocol):
    """Key pairs of recordings, never their private halves."""

    def living(self, until: date, *, after: bytes, limit: int) -> Sequence[tuple[bytes, str, tuple[str, ...]]]:
        """(name, day, clients) of those of days up to `until` that are not destroyed, by name, behind `after`."""

    def destroy(self, name: bytes, at: datetime) -> bool:
        """Its private half is gone for good; False where it is already."""


class LegalHolds(Protocol):
    """Legal holds."""

    def add(self, hold: LegalHold) -> bool:
        """Insert; False where the id is taken."""

    def get(self, hold: str) -> LegalHold | None:
        """One by id, lifted or not."""

    def standing(self) -> Sequence[LegalHold]:
        """Those that are not lifted."""

    def lift(self, hold: str, *, by: str, at: datetime, reason: str) -> bool:
        """It stands no more; False where it does not."""


class ContractEnds(Protocol):
    """Clients whose contract is over."""

    def add(self, end: ContractEnd) -> bool:
        """Insert; False where the client's contract has ended already."""

    def every(self) -> Sequence[ContractEnd]:
        """All of them."""


class Standings(Protocol):
    """How sessions stand that once stopped or counted somebody."""

    def get(self, session: str) -> Standing:
        """How it stands; one without a row just runs."""

    def put(self, standing: Standing) -> None:
        """How it stands from now on; what was counted of people stays as it is."""

    def counted(self, session: str, *, people: int, cap: int) -> None:
        """How many people it was shown, of how many at most."""


class Past(Protocol):
    """The journal backwards from its end."""

    def of_kind(self, kind: str, *, since: datetime) -> Iterator[Entry]:
        """Entries of one kind, newest first, until one is older than `since`."""

    def of_person(self, person: str, *, since: datetime) -> Iterator[Entry]:
        """Entries under one person's id, newest first, until one is older than `since`."""

    def of_others(self, node: str, *, beyond: int, but: Collection[str]) -> Sequence[Entry]:
        """Entries other nodes wrote beyond this sequence number, of all kinds `but` these, in order."""


class Transaction(Protocol):
    """One database transaction and everything that is written in it."""

    @property
    def journal(self) -> JournalStore:
        """The hash-chained journal."""

    @property
    def past(self) -> Past:
        """What the journal said lately."""

    @property
    def leases(self) -> Leases:
        """Who uses which terminal."""

    @property
    def nodes(self) -> Nodes:
        """Which nodes run."""

    @property
    def sessions(self) -> Sessions:
        """Rows of sessions."""

    @property
    def recordings(self) -> Recordings:
        """Rows of recordings."""

    @property
    def keys(self) -> Keys:
        """What security keys counted."""

    @property
    def facts(self) -> Facts:
        """Reads, seeing what this transaction wrote."""

    @property
    def web_sessions(self) -> WebSessions:
        """Sessions of the web office."""

    @property
    def web_paces(self) -> WebPaces:
        """How often something was tried there."""

    @property
    def disclosures(self) -> Disclosures:
        """What was shown of whose data."""

    @property
    def shells(self) -> Shells:
        """What shells showed."""

    @property
    def shown_people(self) -> ShownPeople:
        """Who was shown masked."""

    @property
    def inquiries(self) -> Inquiries:
        """What was asked of the disclosure records."""

    @property
    def retirements(self) -> Retirements:
        """Recordings at the end of their lives."""

    @property
    def recording_keys(self) -> RecordingKeys:
        """Key pairs of recordings."""

    @property
    def legal_holds(self) -> LegalHolds:
        """What is not deleted, whatever its age."""

    @property
    def contract_ends(self) -> ContractEnds:
        """Clients whose contract is over."""

    @property
    def canaries(self) -> Canaries:
        """Canary persons."""

    @property
    def standings(self) -> Standings:
        """How sessions stand."""

    @property
    def office(self) -> Office:
        """The office's tables."""

    def savepoint(self) -> AbstractContextManager[object]:
        """A nested block: an exception undoes what was written inside it, is raised on, and leaves the transaction usable."""


class Store(Protocol):
    """The database. `transaction` is called from one thread only, `reading` from several at once."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """A writing transaction; see this module's invariants."""

    def reading(self) -> AbstractContextManager[Transaction]:
        """A snapshot nobody writes through; does not wait for the writer."""
