"""The office as the command line (later the web pages) holds it: reads from the database, changes through the registrar.

Nothing is written here but through `commit` and `append`, in the name of whoever entered; what needs no person (lists,
verification) opens no connection at all, so that it works while the services are down.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType
from typing import Final, Self

from sqlalchemy import Engine

from gateway.approvals.desk import Desk
from gateway.audit.event import Event
from gateway.audit.note import VerifierKey, read_vkey
from gateway.authorization.columns.reading import Told
from gateway.authorization.loader import load
from gateway.authorization.policy import Policy
from gateway.authorization.roles import Permission
from gateway.ipc.client import Asks, Caller, LastingCaller, connect
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients, public_keys
from gateway.keeper.public_keys import PublicKeys
from gateway.registrar import changes
from gateway.registrar.client import OfficeClient
from gateway.registrar.inquiry_params import InquiryBegun
from gateway.registrar.office_events import OfficeRefused
from gateway.registrar.presence_params import Present
from gateway.settings.schema import Settings
from gateway.storage.engine import open_engine
from gateway.storage.for_office import OfficeFacts, OfficeLists
from gateway.vocabulary.clock import Clock, SystemClock
from gateway.vocabulary.identity import Role
from gateway.vocabulary.outcome import Text
from gateway.wiring import office_texts as texts
from gateway.wiring.database import address_of
from gateway.wiring.office_desk import DeskPort
from gateway.wiring.office_entry import Actor, Entered, Entry, Unnamed, Whoever
from gateway.wiring.places import Places, places

__all__ = ["Actor", "Entered", "Office", "Unnamed", "Whoever", "enter"]

SUBJECT_LETTERS_MAX: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What the offices of one lasting process have in common; closing an office leaves it alone."""

    engine: Engine
    keys: PublicKeys
    policy: Callable[[], Policy]


class Office:
    """One visit. Use it in a `with`, or close it. `who` is None for nobody in particular.

    `binds` opens the registrar's connection in the name of `who` when something is written first, where `registrar` is None.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock,
        keeper: Asks,
        registrar: OfficeClient | None,
        who: Entered | None,
        shared: Shared | None = None,
        binds: Callable[[], OfficeClient] | None = None,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.who = who
        self._keeper = keeper
        self._registrar = registrar
        self._shared = shared
        self._binds = binds or self._in_nobodys_name
        self.engine = _own_engine(settings) if shared is None else shared.engine
        fields = clients.Fields(keeper)
        self.lists = OfficeLists(self.engine, fields)
        self.facts = OfficeFacts(self.engine, fields)
        self.fields = fields
        self.secrets = clients.Office(keeper)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the visit: what was bound to it is bound no more."""
        if self._registrar is not None:
            self._registrar.close()
        if isinstance(self._keeper, Caller | LastingCaller):
            self._keeper.close()
        if self._shared is None:
            self.engine.dispose()

    # -- where things are

    @property
    def places(self) -> Places:
        """Paths of the state directory."""
        return places(self.settings)

    @cached_property
    def keys(self) -> PublicKeys:
        """The keeper's public keys. Raises GatewayFault."""
        return public_keys.read(self.places.public_keys) if self._shared is None else self._shared.keys

    @property
    def journal_key(self) -> VerifierKey:
        """The journal's verifier key."""
        return read_vkey(self.keys.journal_vkey)

    @cached_property
    def policy(self) -> Policy:
        """The policy as it lies in its directory now. Raises PolicyUnfit."""
        return load(self.settings.policies.directory) if self._shared is None else self._shared.policy()

    # -- who acts

    def require_person(self) -> Entered:
        """Whoever entered. Raises CallRefused for nobody."""
        if self.who is None:
            raise CallRefused("entry.nobody", texts.NOBODY)
        return self.who

    def require(self, permission: Permission, subject: str | None = None) -> Entered:
        """Whoever entered, if his roles permit it; an attempt upon `subject` is journalled. Raises CallRefused, Fault."""
        who = self.require_person()
        if not self.policy.roles.permits(who.roles, permission):
            self.append([_refused(who, permission, subject)])
            raise CallRefused("role.missing", texts.not_permitted(self._holders(permission)))
        return who

    def require_register(self, permission: Permission, subject: str | None = None) -> None:
        """As `require`, for the register: the demo operator may, and nobody while the registrar still lets him (first person)."""
        if self.who is not None and Role.DEMO_OPERATOR not in self.who.roles:
            self.require(permission, subject)

    def _holders(self, permission: Permission) -> tuple[Text, ...]:
        roles = self.policy.roles
        return tuple(roles.names[role] for role in roles.holders(permission) if role is not Role.DEMO_OPERATOR)

    # -- what is asked of others

    def commit(self, change: changes.AnyChange, events: Sequence[Event] = ()) -> None:
        """One change with its events, durable on return. Raises CallRefused or GatewayFault."""
        self._writer().commit(change, events)

    def append(self, events: Sequence[Event]) -> None:
        """Events alone, durable on return. Raises CallRefused or GatewayFault."""
        self._writer().append(events)

    def cut(self, session: str, reason: str) -> None:
        """End a live session now. Raises CallRefused or GatewayFault."""
        self._writer().cut(session, reason, self.require(Permission.SESSION_END, session).username)

    def attending(self) -> OfficeClient:
        """A registrar's connection in this person's name that outlives the visit: he stands by a session as long as it is open.

        The caller closes it. Raises CallRefused or GatewayFault.
        """
        self.require_person()
        return self._binds()

    def attend(self, session: str) -> None:
        """Whoever entered stands by a session as long as this office is open. Raises CallRefused or GatewayFault."""
        self._writer().attend(session)

    def present(self) -> Sequence[Present]:
        """Who stands by which running session. Raises GatewayFault."""
        asked = self._in_nobodys_name()
        try:
            return asked.present()
        finally:
            asked.close()

    def inquire(self, asked: InquiryBegun) -> str:
        """Write an inquiry down, and tell the journal; its id. Raises CallRefused or GatewayFault."""
        return self._writer().inquire(asked)

    def schema(self, target: str, account: str, database: str) -> Told:
        """What a database tells of its schema, read now by the worker. Raises CallRefused or GatewayFault."""
        return self._writer().catalogue(target, account, database)

    def desk(self) -> Desk:
        """Where work orders are asked for and judged."""
        self.require_person()
        return Desk(
            orders=self.facts,
            people=self.facts,
            targets=self.facts,
            parties=self.facts,
            office=DeskPort(self._writer()),
            policy=self.policy,
            clock=self.clock,
        )

    @property
    def keeper(self) -> Asks:
        """The keeper, on the connection that was bound."""
        return self._keeper

    def _writer(self) -> OfficeClient:
        if self._registrar is None:
            self._registrar = self._binds()
        return self._registrar

    def _in_nobodys_name(self) -> OfficeClient:
        return OfficeClient(connect(self.places.door("registrar", "office")))

    def proved_again(self, who: Entered, registrar: OfficeClient) -> None:
        """The same person with a fresh factor, and a registrar's connection that knows of it. Raises ValueError for another."""
        if self.who is None or (self.who.person, self.who.web) != (who.person, who.web):
            raise ValueError("another person's proof")
        if self._registrar is not None:
            self._registrar.close()
        self.who, self._registrar = who, registrar

    def end_web_session(self, session: str) -> None:
        """End a session of the web office: one's own, or anybody's by an administrator. Raises CallRefused or GatewayFault."""
        self._writer().closed(session)


def _own_engine(settings: Settings) -> Engine:
    return open_engine(address_of(settings, "office"), application="sekisho-office")


def _refused(who: Entered, permission: Permission, subject: str | None) -> OfficeRefused:
    return OfficeRefused(
        person=who.person,
        by_username=who.username,
        os_user=who.os_user,
        permission=permission.value,
        subject=None if subject is None else subject[:SUBJECT_LETTERS_MAX],
    )


def enter(settings: Settings, whoever: Whoever, *, clock: Clock | None = None) -> Office:
    """The office, in the name of `whoever`.

    Raises CallRefused (`entry.*`: wrong, used, locked, not active; `demo.refused`) in words for the person, GatewayFault
    when keeper, registrar or database do not answer.
    """
    clock = SystemClock() if clock is None else clock
    at = places(settings)
    if whoever is Unnamed.NOBODY:
        lasting = LastingCaller(at.door("keeper", "office"))
        return Office(settings, clock=clock, keeper=lasting, registrar=None, who=None)
    keeper = connect(at.door("keeper", "office"))
    try:
        registrar = OfficeClient(connect(at.door("registrar", "office")))
    except BaseException:
        keeper.close()
        raise
    try:
        key = public_keys.read(at.public_keys).assertion_vkey
        entry = Entry(keeper, registrar, assertion_key=key, clock=clock)
        who = entry.person(whoever) if isinstance(whoever, Actor) else entry.demo_operator()
        office = Office(settings, clock=clock, keeper=keeper, registrar=registrar, who=who)
        _require_schema(office)
        return office
    except BaseException:
        registrar.close()
        keeper.close()
        raise


def _require_schema(office: Office) -> None:
    """Whoever may change things meets the schema he was written for. Imported here: lists start twice as fast without."""
    from gateway.storage.revision import require_current

    require_current(office.engine)
