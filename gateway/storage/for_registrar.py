"""The database as the registrar needs it (registrar/ports.py, by shape): one transaction, and all stores that share it."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from gateway.authentication.ports import CertificateFacts, KeyOwner, LoginFacts
from gateway.people.account import Account
from gateway.rotation.due import Rotation
from gateway.storage.engine import database_fault, hold_off_writers, reading, writing
from gateway.storage.fields import FieldCipher
from gateway.storage.office import Office
from gateway.storage.queries.recent import Past
from gateway.storage.stores.authorities import Authorities
from gateway.storage.stores.canaries import Canaries
from gateway.storage.stores.clients import Clients, Consents, chain_of
from gateway.storage.stores.contract_ends import ContractEnds
from gateway.storage.stores.disclosures import Disclosures
from gateway.storage.stores.inquiries import Inquiries
from gateway.storage.stores.journal import Journal
from gateway.storage.stores.keys import Keys
from gateway.storage.stores.leases import Leases
from gateway.storage.stores.legal_holds import LegalHolds
from gateway.storage.stores.nodes import Nodes
from gateway.storage.stores.orders import Orders
from gateway.storage.stores.parties import Parties
from gateway.storage.stores.people import People
from gateway.storage.stores.person_factors import PersonFactors
from gateway.storage.stores.recording_keys import RecordingKeys
from gateway.storage.stores.recordings import Recordings
from gateway.storage.stores.retirements import Retirements
from gateway.storage.stores.rotations import Rotations
from gateway.storage.stores.sessions import Sessions
from gateway.storage.stores.shell_counts import ShellCounts
from gateway.storage.stores.shown_people import ShownPeople
from gateway.storage.stores.standings import Standings
from gateway.storage.stores.targets import Targets
from gateway.storage.stores.terminals import Terminals
from gateway.storage.stores.web_paces import WebPaces
from gateway.storage.stores.web_sessions import WebSessions
from gateway.vocabulary.identity import Employer, Person, Role
from gateway.vocabulary.party import Chain, Client, Consent
from gateway.vocabulary.target import Target
from gateway.vocabulary.terminal import Terminal
from gateway.work_orders.order import WorkOrder


class Facts:
    """Reads, seeing what their own transaction wrote."""

    def __init__(self, connection: Connection, cipher: FieldCipher) -> None:
        self._connection, self._cipher = connection, cipher

    def anybody(self) -> bool:
        """True once one person is registered."""
        return People(self._connection).any()

    def login(self, username: str) -> LoginFacts | None:
        """What the log-in walk may know of a user name; None where nobody has it."""
        return People(self._connection).login(username)

    def key_owner(self, blob: bytes) -> KeyOwner | None:
        """Who a registered, unrevoked public key belongs to."""
        return Keys(self._connection).owner(blob)

    def certificate(self, *, authority: bytes, serial: int, key_id: str, key: bytes) -> CertificateFacts:
        """What is known about a user certificate."""
        authorities, keys = Authorities(self._connection), Keys(self._connection)
        return CertificateFacts(
            authority=authorities.name_of(authority),
            revoked=authorities.has_revoked(authority, serial=serial, key_id=key_id),
            holder=keys.owner(key),
            withdrawn=keys.withdrawn(key),
        )

    def factor_kinds(self, person: str) -> tuple[str, ...]:
        """Of `password`, `totp` and `passkey` those the person has."""
        return PersonFactors(self._connection).kinds(person)

    def anybodys_factor(self) -> bool:
        """True once one person can prove himself."""
        return PersonFactors(self._connection).anybodys()

    def person(self, person: str) -> Person | None:
        """One person, personal fields opened by the keeper: only on `reading`."""
        return People(self._connection).get(person, self._cipher)

    def account(self, person: str) -> Account | None:
        """One account by id, nothing personal in it, whatever its standing."""
        return People(self._connection).account(person)

    def holding(self, role: Role, today: date) -> int:
        """How many people may use the role now."""
        return People(self._connection).holding(role, today)

    def rotation(self, target: Target) -> Rotation:
        """Where the change of the target's password stands."""
        return Rotations(self._connection).get(target.id)

    def roles(self, person: str, today: date) -> frozenset[Role]:
        """Roles of an ACTIVE person whose contract does not end before `today`; empty for anybody else."""
        return People(self._connection).roles(person, today)

    def employer_name(self, employer: str) -> str | None:
        """The employer's name; None where the id is unknown."""
        return Parties(self._connection).employer_name(employer)

    def chain(self, employer: str) -> Chain:
        """The chain from the clients to this employer, with every consent given for it."""
        return chain_of(self._connection, employer)

    def client(self, client: str) -> Client | None:
        """One client company by id."""
        return Clients(self._connection).get(client)

    def consent(self, consent: str) -> Consent | None:
        """One consent by id, ended or not."""
        return Consents(self._connection).get(consent)

    def terminal(self, terminal: str) -> Terminal | None:
        """One terminal by id, whatever its standing."""
        return Terminals(self._connection).get(terminal)

    def employer(self, employer: str) -> Employer | None:
        """One employer by id."""
        return Parties(self._connection).employer(employer)

    def certified_terminal(self, certificate: bytes) -> str | None:
        """The id of the terminal a certificate (DER) is registered for, whatever its standing."""
        return Terminals(self._connection).certified(certificate)

    def terminal_named(self, name: str) -> bool:
        """True if a terminal has this name, whatever its standing."""
        return Terminals(self._connection).named(name)

    def target(self, name: str) -> Target | None:
        """One target by name, whatever its standing."""
        return Targets(self._connection).get(name)

    def order(self, order: str) -> WorkOrder | None:
        """One work order with its approvals."""
        return Orders(self._connection).get(order)

    def orders_of(self, person: str, *, ending_after: datetime) -> Sequence[WorkOrder]:
        """The person's orders whose window ends after the moment; newest first."""
        return Orders(self._connection).of_person(person, ending_after=ending_after)

    def orders_for(self, client: str, *, ending_after: datetime) -> bool:
        """True while an order that names the client stands open and its window is not over."""
        return Orders(self._connection).for_client(client, ending_after=ending_after)

    def contracts_over(self, clients: Collection[str]) -> frozenset[str]:
        """Those of them whose contract has ended."""
        return frozenset(clients) & {end.client for end in ContractEnds(self._connection).every()}

    def orders_over(self, before: datetime, *, limit: int) -> Sequence[WorkOrder]:
        """Orders whose window is over and that have not come to an end; the last to end first."""
        return Orders(self._connection).over(before, limit=limit)


class Transaction:
    """One database transaction and the stores that write in it."""

    def __init__(self, connection: Connection, cipher: FieldCipher) -> None:
        self._connection = connection
        self.journal = Journal(connection)
        self.past = Past(connection)
        self.leases = Leases(connection)
        self.nodes = Nodes(connection)
        self.sessions = Sessions(connection)
        self.recordings = Recordings(connection)
        self.keys = Keys(connection)
        self.facts = Facts(connection, cipher)
        self.office = Office(connection)
        self.web_sessions = WebSessions(connection)
        self.web_paces = WebPaces(connection)
        self.disclosures = Disclosures(connection)
        self.standings = Standings(connection)
        self.shells = ShellCounts(connection)
        self.canaries = Canaries(connection)
        self.shown_people = ShownPeople(connection)
        self.inquiries = Inquiries(connection)
        self.retirements = Retirements(connection)
        self.recording_keys = RecordingKeys(connection)
        self.legal_holds, self.contract_ends = LegalHolds(connection), ContractEnds(connection)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A nested block: an exception undoes what was written inside it, is raised on, and leaves the transaction usable."""
        try:
            with self._connection.begin_nested():
                yield
        except SQLAlchemyError as broken:
            raise database_fault(broken) from broken


class Store:
    """The database of one node's registrar."""

    def __init__(self, engine: Engine, cipher: FieldCipher) -> None:
        self._engine, self._cipher = engine, cipher

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Writers of all nodes are serialised from the first statement; durable once the block has ended."""
        with writing(self._engine) as connection:
            hold_off_writers(connection)
            yield Transaction(connection, self._cipher)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A snapshot nobody writes through; waits for no writer."""
        with reading(self._engine) as connection:
            yield Transaction(connection, self._cipher)
