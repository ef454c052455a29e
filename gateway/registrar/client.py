"""The registrar as another process speaks to it: typed calls over one `ipc.Caller`. Handed down by the wiring.

`SessionClient` fits sessions.ports.Registry and, for the log-in, authentication.ports.Directory and Diary.
"""

from collections.abc import Sequence

from gateway.audit.event import Event, encode
from gateway.authentication.ports import KeyOwner, LoginFacts
from gateway.ipc.client import Caller
from gateway.ipc.messages import CallRefused, NoParams
from gateway.registrar import params
from gateway.registrar.answers import Checkpointed, Head, Opened
from gateway.registrar.changes import AnyChange
from gateway.sessions.ports import AdmissionFacts, LeaseHeld
from gateway.sessions.session import RecordingSummary, Session, SessionOpening


def wired(events: Sequence[Event]) -> tuple[params.WireEvent, ...]:
    """Events as they travel. Raises EventRefused for values that do not fit their fields."""
    return tuple(params.WireEvent(kind=event.kind, data=encode(event)) for event in events)


class _Client:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def append(self, events: Sequence[Event]) -> None:
        """Durable when it returns. Raises CallRefused or GatewayFault."""
        self._caller.call("journal.append", params.Append(events=wired(events)), int)

    def close(self) -> None:
        """End the connection, and with it every session it has open."""
        self._caller.close()


class SessionClient(_Client):
    """For a session process."""

    def bind(self, assertion: bytes, terminal: str) -> None:
        """Bind this connection. Raises CallRefused or GatewayFault."""
        self._caller.call("bind", params.Bind(assertion=assertion, terminal=terminal), type(None))

    def login(self, username: str) -> LoginFacts | None:
        """Facts of a user name."""
        return self._caller.call("facts.login", params.LoginOf(username=username), LoginFacts | None)  # type: ignore[arg-type]

    def key_owner(self, blob: bytes) -> KeyOwner | None:
        """Whose a key is."""
        return self._caller.call("facts.key", params.OwnerOf(blob=blob), KeyOwner | None)  # type: ignore[arg-type]

    def admission(self, target: str | None) -> AdmissionFacts:
        """Facts of the bound person and a wanted target."""
        return self._caller.call("facts.admission", params.AdmissionTo(target=target), AdmissionFacts)

    def open(self, opening: SessionOpening, events: Sequence[Event]) -> LeaseHeld | None:
        """Open a session; LeaseHeld where the person works at another terminal. Raises CallRefused or GatewayFault."""
        try:
            self._caller.call("session.open", params.Open(session=opening, events=wired(events)), Opened)
        except CallRefused as refused:
            if refused.code == "lease.held":
                return LeaseHeld(text=refused.text)
            raise
        return None

    def started(self, session: str, events: Sequence[Event]) -> None:
        """The target answered."""
        self._caller.call("session.started", params.Started(session=session, events=wired(events)), type(None))

    def end(self, session: str, reason: str, recording: RecordingSummary | None, events: Sequence[Event]) -> None:
        """The session has ended."""
        self._caller.call(
            "session.end",
            params.Ended(session=session, reason=reason, recording=recording, events=wired(events)),
            type(None),
        )


class OfficeClient(_Client):
    """For the command line and the web pages."""

    def bind(self, assertion: bytes) -> None:
        """Bind this connection to a person. Raises CallRefused or GatewayFault."""
        self._caller.call("bind", params.Bind(assertion=assertion), type(None))

    def commit(self, change: AnyChange, events: Sequence[Event]) -> None:
        """One change with its events. Raises CallRefused ("stale", "office.exists", "role.missing", ...), GatewayFault."""
        self._caller.call("office.commit", params.Commit(change=change, events=wired(events)), type(None))

    def cut(self, session: str, reason: str, by: str) -> None:
        """End a live session."""
        self._caller.call("session.cut", params.Cut(session=session, reason=reason, by=by), type(None))

    def live(self) -> list[Session]:
        """Sessions that have not ended."""
        return self._caller.call("session.live", NoParams(), list[Session])

    def head(self) -> Head:
        """Where the journal stands."""
        return self._caller.call("journal.head", NoParams(), Head)

    def checkpoint(self) -> Checkpointed:
        """Sign the journal now."""
        return self._caller.call("checkpoint.now", NoParams(), Checkpointed, timeout_seconds=30.0)
