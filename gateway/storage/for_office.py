"""The database as the office reads it: the facts its desk judges by, and the lists it shows.

Each call is one snapshot. The office writes nothing here: its changes go through the registrar, with their events.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Engine

from gateway.authentication.lockout import Attempts
from gateway.rotation.due import Rotation
from gateway.storage.engine import reading
from gateway.storage.fields import FieldCipher
from gateway.storage.queries import authorities as authority_lists
from gateway.storage.queries import orders as order_lists
from gateway.storage.queries import people as people_lists
from gateway.storage.queries import proposals as proposal_lists
from gateway.storage.queries import recordings as recording_lists
from gateway.storage.queries import sessions as session_lists
from gateway.storage.queries import targets as target_lists
from gateway.storage.stores.codes import Lockouts
from gateway.storage.stores.orders import Orders
from gateway.storage.stores.people import People
from gateway.storage.stores.rotations import Rotations
from gateway.storage.stores.targets import Targets
from gateway.vocabulary.identity import Person
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

    def recordings(self, *, person: str | None = None, limit: int = 200) -> Sequence[recording_lists.RecordingLine]:
        """The newest recordings, of everybody or of the person with this user name."""
        with reading(self._engine) as connection:
            return recording_lists.recordings(connection, person=person, limit=limit)

    def recording(self, recording: str) -> recording_lists.RecordingLine | None:
        """One recording by id."""
        with reading(self._engine) as connection:
            return recording_lists.recording(connection, recording)

    def orders(self, wanted: order_lists.OrderFilter) -> Sequence[order_lists.OrderLine]:
        """Work orders that meet the filter, newest request first."""
        with reading(self._engine) as connection:
            return order_lists.orders(connection, wanted)

    def order(self, order: str) -> order_lists.OrderLine | None:
        """One work order by id."""
        with reading(self._engine) as connection:
            return order_lists.order(connection, order)

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
            return target_lists.terminals(connection)

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

    def attempts(self, person: str) -> Attempts:
        """Failures counted against the person, and the lock's end."""
        with reading(self._engine) as connection:
            return Lockouts(connection).get(person)

    def employers(self) -> Sequence[target_lists.EmployerLine]:
        """All employers by id."""
        with reading(self._engine) as connection:
            return target_lists.employers(connection)

    def clients(self) -> Sequence[target_lists.ClientLine]:
        """All client companies by id."""
        with reading(self._engine) as connection:
            return target_lists.clients(connection)
