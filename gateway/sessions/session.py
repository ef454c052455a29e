"""A session: one channel of one proved person's connection to one target, inside one work order.

The facts are frozen when the session opens; what happens later is in the journal. The life is a table: a pair that is not
listed does not exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from gateway.vocabulary.outcome import GatewayFault


class State(StrEnum):
    """Where a session stands."""

    OPENING = "opening"  # admitted, the target is being dialled
    RUNNING = "running"
    ENDED = "ended"  # said good-bye: its end and its recording's seal are in the journal
    BROKEN = "broken"  # its process went without a word; the registrar ended it


class Happening(StrEnum):
    """What can happen to a session."""

    STARTED = "started"
    SAID_END = "said-end"
    VANISHED = "vanished"


NEXT: Mapping[tuple[State, Happening], State] = MappingProxyType(
    {
        (State.OPENING, Happening.STARTED): State.RUNNING,
        (State.OPENING, Happening.SAID_END): State.ENDED,
        (State.OPENING, Happening.VANISHED): State.BROKEN,
        (State.RUNNING, Happening.SAID_END): State.ENDED,
        (State.RUNNING, Happening.VANISHED): State.BROKEN,
    }
)


def after(state: State, happening: Happening) -> State:
    """The state after `happening`. Raises GatewayFault where the table has no such step."""
    following = NEXT.get((state, happening))
    if following is None:
        raise GatewayFault(f"a session that is {state} cannot be {happening}")
    return following


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOpening:
    """What a session process asks the registrar to open. The registrar adds connection, node and time."""

    id: str
    person: str
    username: str
    terminal: str
    order: str
    target: str
    account: str
    capability: str
    peer_address: str
    until: datetime
    recording: str
    recording_path: str  # relative to the recordings directory


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingSummary:
    """What the closing seal of a recording said. `final_hash` is 32 bytes."""

    recording: str
    chunks: int
    stored_bytes: int
    final_hash: bytes
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session as the registrar keeps it."""

    id: str
    connection: str
    person: str
    username: str
    terminal: str
    order: str
    target: str
    account: str
    capability: str
    node: str
    peer_address: str
    started_at: datetime
    until: datetime
    ended_at: datetime | None
    end_reason: str | None
    state: State
    recording: str
