"""What the registrar needs from others; `wiring` fills it. Rooms meet here by shape, so storage never imports this room.

Invariants a store keeps:
- everything reached through one `Transaction` belongs to one database transaction: all of it is durable, or none of it is;
- `Store.transaction()` commits when its block ends without an exception, rolls back otherwise, and has returned only after
  the commit is on disk. Writers of all nodes are serialised from its first statement (SQLite: BEGIN IMMEDIATE; PostgreSQL:
  one advisory lock), so what a transaction has read cannot change before it commits;
- applying methods return False, having changed nothing, where the row already exists (adding), is absent, or stands at
  another version (changing). They raise only for faults of the database.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Literal, Protocol

from gateway.audit.entry import Entry
from gateway.audit.ports import JournalStore
from gateway.authentication.ports import CertificateFacts, KeyOwner, LoginFacts
from gateway.authentication.web_session import EndReason, Tries, WebSession
from gateway.people.account import Account
from gateway.registrar.office_port import Office
from gateway.rotation.due import Rotation
from gateway.sessions.session import RecordingSummary, Session, State
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
        """(session, path) of every recording still `open` whose session of this node is ENDED or BROKEN."""


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


class Past(Protocol):
    """The journal backwards from its end."""

    def of_kind(self, kind: str, *, since: datetime) -> Iterator[Entry]:
        """Entries of one kind, newest first, until one is older than `since`."""

    def of_person(self, person: str, *, since: datetime) -> Iterator[Entry]:
        """Entries under one person's id, newest first, until one is older than `since`."""


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
