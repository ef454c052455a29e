"""The database as the keeper needs it (keeper/ports.py, by shape): each call is a transaction of its own.

Calls come from several threads at once. Those that write have taken effect, durably, when they return.
"""

from collections.abc import Sequence

from sqlalchemy import Engine

from gateway.authentication.lockout import Attempts
from gateway.authentication.web_session import WebSession
from gateway.disclosure.inquiry import Inquiry
from gateway.recording.content_key import ContentKey
from gateway.storage.engine import reading, writing
from gateway.storage.queries.addressees import Addressee, addressees
from gateway.storage.stores.codes import Lockouts, UsedCodes
from gateway.storage.stores.credentials import Credentials, StoredCredential
from gateway.storage.stores.inquiries import Inquiries
from gateway.storage.stores.orders import Orders
from gateway.storage.stores.people import People
from gateway.storage.stores.recording_keys import RecordingKeys
from gateway.storage.stores.targets import Targets, TargetSecrets
from gateway.storage.stores.web_sessions import WebSessions
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.target import Target
from gateway.work_orders.order import WorkOrder


class _Room:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine


class KeeperCredentials(_Room):
    """People's factors, still sealed."""

    def of(self, username: str) -> StoredCredential | None:
        """The person with exactly this user name, whatever the standing."""
        with reading(self._engine) as connection:
            return Credentials(connection).of(username)


class KeeperUsedCodes:
    """Codes that were good once. Steps up to `dead` are good never more: what a restore forgot may have been used."""

    def __init__(self, engine: Engine, clock: Clock, *, dead: int = -1) -> None:
        self._engine, self._clock, self._dead = engine, clock, dead

    def use(self, person: str, step: int) -> bool:
        """Write (person, 30 s step) durably; False, with nothing changed, when it stands there already or is dead (R-16)."""
        if step <= self._dead:
            return False
        with writing(self._engine) as connection:
            return UsedCodes(connection, self._clock).use(person, step)


class KeeperLockouts(_Room):
    """Counted failures."""

    def get(self, person: str) -> Attempts:
        """The count; NO_FAILURES where there is none."""
        with reading(self._engine) as connection:
            return Lockouts(connection).get(person)

    def put(self, person: str, attempts: Attempts) -> None:
        """Write the count durably."""
        with writing(self._engine) as connection:
            Lockouts(connection).put(person, attempts)


class KeeperOrders(_Room):
    """Work orders."""

    def get(self, order: str) -> WorkOrder | None:
        """The order with its approvals, whatever its standing."""
        with reading(self._engine) as connection:
            return Orders(connection).get(order)


class KeeperTargets(_Room):
    """Registered targets."""

    def get(self, name: str) -> Target | None:
        """The target of this name, whatever its standing."""
        with reading(self._engine) as connection:
            return Targets(connection).get(name)


class KeeperTargetSecrets(_Room):
    """Vaulted keys and passwords, still sealed."""

    def get(self, target: str) -> bytes | None:
        """The sealed secret of the target of this name; None where there is none for its way of log-in."""
        with reading(self._engine) as connection:
            return TargetSecrets(connection).get(target)

    def pending(self, target: str) -> bytes | None:
        """The sealed password a rotation is about to set; None while none is begun."""
        with reading(self._engine) as connection:
            return TargetSecrets(connection).pending(target)


class KeeperPeople(_Room):
    """Whether the office is staffed yet, and who may be written to."""

    def any(self) -> bool:
        """True once one person is registered."""
        with reading(self._engine) as connection:
            return People(connection).any()

    def addressees(self) -> Sequence[Addressee]:
        """Everybody who has a mail address, still sealed."""
        with reading(self._engine) as connection:
            return addressees(connection)


class KeeperInquiries(_Room):
    """Inquiries on the disclosure records."""

    def get(self, inquiry: str) -> Inquiry | None:
        """One by id."""
        with reading(self._engine) as connection:
            return Inquiries(connection).get(inquiry)


class KeeperWebSessions(_Room):
    """Sessions of the web office."""

    def of(self, ticket: bytes) -> WebSession | None:
        """The session whose ticket has this SHA-256, ended or not."""
        with reading(self._engine) as connection:
            return WebSessions(connection).of(ticket)


class KeeperRecordingKeys(_Room):
    """Key pairs that close recordings, still sealed."""

    def in_use(self, fresh: ContentKey) -> ContentKey:
        """The pair in use for the day and clients of `fresh`: that one, durably kept, where there was none.

        Two who ask at once may keep one each; then both are in use, and go together.
        """
        with reading(self._engine) as connection:
            found = RecordingKeys(connection).of(fresh.day, fresh.clients)
        if found is None:
            with writing(self._engine) as connection:
                RecordingKeys(connection).add(fresh)
        return found or fresh

    def get(self, name: bytes) -> ContentKey | None:
        """One by name, whatever became of it."""
        with reading(self._engine) as connection:
            return RecordingKeys(connection).get(name)
