"""Values of the conversation: a request that waits for its answers, and what the target holds under a name."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, auto
from typing import Generic, TypeVar

from gateway.relay.postgres.wire.notices import ErrorResponse
from gateway.relay.postgres.wire.rows import RowDescription
from gateway.relay.postgres.wire.stages import Stage
from gateway.relay.postgres.wire.statements import Subject

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rows(Generic[T]):
    """What rows are: the target's description of them, and what was judged of the statement they come from."""

    description: RowDescription
    about: T


@dataclass(frozen=True, slots=True)
class Prepared(Generic[T]):
    """A statement the target has prepared."""

    about: T


@dataclass(slots=True)
class Portal(Generic[T]):
    """A portal the target holds. `rows` is None while it was not described, and for ever if it gives none."""

    about: T
    is_described: bool = False
    rows: Rows[T] | None = None


class Voice(IntEnum):
    """Who asked, and so who gets the answers."""

    PERSON = auto()
    DESCRIBE = auto()  # the gateway's Describe before a person's Execute
    SPEECH = auto()  # the gateway's own statement


@dataclass(frozen=True, slots=True)
class Ahead(Generic[T]):
    """A statement of the gateway's that gives no rows and runs ahead of each Bind in the same transaction.

    Ahead of an Execute too, where anything but its own Bind came in between. Not ahead of the Bind of a statement of which
    `spares` says so: one in the gateway's own words.
    """

    query: str
    spares: Callable[[T], bool]


@dataclass(slots=True, kw_only=True)
class Expected(Generic[T]):
    """One request. `name` is what it is about, `statement` what Bind takes; `error` is set where the gateway answers."""

    stage: Stage
    makes: Subject | None = None
    closes: Subject | None = None
    name: str = ""
    statement: str = ""
    about: T | None = None
    voice: Voice = Voice.PERSON
    rows_max: int = 0
    rows: Rows[T] | None = None
    error: ErrorResponse | None = None
