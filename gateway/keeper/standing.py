"""Where one connection stands: UNBOUND -> PASSWORD_OK -> BOUND to a person. A step that the table lacks is a violation.

A connection is bound once and for good; whoever wants to be another person opens another connection.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Final, TypeVar

from gateway.crypto.assertion import Way
from gateway.ipc.server import Peer, Violation
from gateway.vocabulary.identity import Role

M = TypeVar("M")


class Door(StrEnum):
    """The role of whoever asks, given by the socket the connection came through."""

    SESSION = "session"
    OFFICE = "office"
    REGISTRAR = "registrar"
    GATEWAY = "gateway"
    WORKER = "worker"
    MONITOR = "monitor"


class State(Enum):
    """How much of a person a connection has proved to the keeper itself."""

    UNBOUND = "unbound"
    PASSWORD_OK = "password-ok"  # noqa: S105  # the name of a state
    BOUND = "bound"
    ENROLLED = "enrolled"  # may show the registrar whose first factors these are; answers nothing else any more


class Step(Enum):
    """What can be proved."""

    PASSWORD = "password"  # noqa: S105  # the name of a step
    CODE = "code"
    DEMO = "demo"
    WEB = "web"  # the ticket of a session of the web office
    PASSKEY = "passkey"
    RECOVERY = "recovery"
    GRANT = "grant"  # what an earlier log-in at the database door proved
    ENROLMENT = "enrolment"  # a one-time link, its token and the first factors


NEXT: Final[Mapping[tuple[Door, State, Step], State]] = MappingProxyType(
    {
        (Door.SESSION, State.UNBOUND, Step.PASSWORD): State.PASSWORD_OK,
        (Door.SESSION, State.PASSWORD_OK, Step.PASSWORD): State.PASSWORD_OK,
        (Door.SESSION, State.UNBOUND, Step.CODE): State.BOUND,  # keys came first; the session process proved those
        (Door.SESSION, State.PASSWORD_OK, Step.CODE): State.BOUND,
        (Door.SESSION, State.UNBOUND, Step.GRANT): State.BOUND,
        (Door.OFFICE, State.UNBOUND, Step.PASSWORD): State.PASSWORD_OK,
        (Door.OFFICE, State.PASSWORD_OK, Step.PASSWORD): State.PASSWORD_OK,
        (Door.OFFICE, State.PASSWORD_OK, Step.CODE): State.BOUND,
        (Door.OFFICE, State.UNBOUND, Step.DEMO): State.BOUND,
        (Door.OFFICE, State.UNBOUND, Step.WEB): State.BOUND,
        (Door.OFFICE, State.UNBOUND, Step.PASSKEY): State.BOUND,
        (Door.OFFICE, State.PASSWORD_OK, Step.RECOVERY): State.BOUND,
        (Door.OFFICE, State.UNBOUND, Step.ENROLMENT): State.ENROLLED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How and when a person proved himself last; `mark` stands for his credentials as they were then (credential_mark)."""

    way: Way
    at: datetime
    mark: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """Whom a connection belongs to: the person's row id, user name, and roles at the moment of binding.

    `web` is the session of the web office that it carries on, None before there is one.
    """

    person: str
    username: str
    roles: frozenset[Role]
    proof: Proof
    web: str | None = None


@dataclass(eq=False, slots=True, kw_only=True)
class Standing:
    """The keeper's memory of one connection; gone with it."""

    door: Door
    connection: str
    uid: int
    state: State = State.UNBOUND
    claimed: str | None = None  # the user name whose password was right here
    bound: Bound | None = None
    judging: bool = False  # a factor is being judged; honest peers ask one at a time
    memories: dict[type, object] = field(default_factory=dict)

    @property
    def person(self) -> Bound:
        """Whom this connection is bound to. Raises Violation before it is."""
        if self.bound is None:
            raise Violation("nobody is bound to this connection")
        return self.bound

    def memory(self, kind: type[M]) -> M:
        """What one part of the keeper remembers of this connection, made by `kind()` at first sight."""
        found = self.memories.get(kind)
        if not isinstance(found, kind):
            found = self.memories[kind] = kind()
        return found

    def require_same(self, username: str) -> None:
        """Raises Violation when another name's password was proved here before."""
        if self.claimed is not None and self.claimed != username:
            raise Violation("another person on the same connection")

    def password_proved(self, username: str) -> None:
        """The password of `username` was right. Raises Violation out of order."""
        self.require_same(username)
        self._step(Step.PASSWORD)
        self.claimed = username

    def bind(self, step: Step, bound: Bound) -> None:
        """This connection belongs to `bound` from now on. Raises Violation out of order or the second time."""
        self.require_same(bound.username)
        self._step(step)
        self.bound = bound

    def prove_again(self, bound: Bound) -> None:
        """The person proved himself again, or is in a web session now. Raises Violation for anybody else's `bound`."""
        if self.person.person != bound.person:
            raise Violation("another person on the same connection")
        self.bound = bound

    def _step(self, step: Step) -> None:
        following = NEXT.get((self.door, self.state, step))
        if following is None:
            raise Violation(f"{step.value} while {self.state.value}")
        self.state = following


def standing_of(peer: Peer) -> Standing:
    """The standing of a peer, UNBOUND at first sight. Raises Violation for a role the keeper has no door for."""
    found = peer.memo.get(Standing)
    if isinstance(found, Standing):
        return found
    if peer.role not in set(Door):
        raise Violation("no such door")
    standing = Standing(door=Door(peer.role), connection=peer.connection, uid=peer.uid)
    peer.memo[Standing] = standing
    return standing
