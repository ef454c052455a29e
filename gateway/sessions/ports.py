"""What admission needs from registrar and recording. Filled by the wiring; every method raises rather than guesses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from gateway.audit.event import Event
from gateway.guards.verdict import Why
from gateway.recording.header import PersonalHeader, RecordingHeader
from gateway.recording.recorder import Recorder
from gateway.sessions.session import RecordingSummary, SessionOpening
from gateway.sessions.standing import Course, Hold
from gateway.vocabulary.identity import Person
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.vocabulary.party import Chain
from gateway.vocabulary.target import Target
from gateway.vocabulary.terminal import Terminal
from gateway.work_orders.order import WorkOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionFacts:
    """What the registrar knows of one proved person and one wanted target, at one moment."""

    person: Person
    terminal: Terminal
    target: Target | None
    orders: tuple[WorkOrder, ...]
    targets: tuple[str, ...]  # the names any of the orders opens
    employer: str  # the employer's name today, for the recording's personal header
    chain: Chain  # from the clients to the employer, with the consents given for it
    ordered: tuple[
        Target, ...
    ] = ()  # every registered target the orders name; filled where no target was wanted (the menu)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseHeld:
    """Another terminal of the same person holds a session (R-17); in words, and its name."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TooMany:
    """The person has as many sessions open as one person may; the registrar has journalled the refusal."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class NotNow:
    """No session opens for anybody: a disk is nearly full, or the clock is wrong."""

    text: Text


class Registry(Protocol):
    """The registrar, as one connection speaks to it after the log-in."""

    def admission(self, target: str | None) -> AdmissionFacts:
        """The facts as of now."""

    def append(self, events: Sequence[Event]) -> None:
        """Durable when it returns."""

    def open(self, opening: SessionOpening, events: Sequence[Event]) -> LeaseHeld | TooMany | NotNow | None:
        """Take the lease, keep the session and its events in one commit; None when opened."""

    def started(self, session: str, events: Sequence[Event]) -> None:
        """The target answered."""

    def stopped(self, session: str, course: Course, why: Why, *, used: int, limit: int) -> Hold | None:
        """The session is `course` from now on; durable when it returns. A hold comes back where it may not go on."""

    def hold_of(self, session: str) -> Hold | None:
        """Why the person is shown nothing at this session's door; None where he may be."""

    def attended(self, session: str, *, timeout_seconds: float) -> float | None:
        """So many seconds ago somebody beside the session last said so; None: nobody is there. Raises GatewayFault."""

    def end(self, session: str, reason: str, recording: RecordingSummary | None, events: Sequence[Event]) -> None:
        """The session has ended; frees the lease with the last one."""


class RecordingRoom(Protocol):
    """Opens recordings for this process."""

    def path_of(self, recording: str) -> str:
        """Where it will lie, relative to the recordings' directory."""

    def start(
        self, header: RecordingHeader, personal: PersonalHeader, on_failure: Callable[[GatewayFault], None]
    ) -> Recorder:
        """A recorder that is already on disk. Raises GatewayFault: then there is no session."""
