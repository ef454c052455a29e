"""The registrar as another process speaks to it: typed calls over one `ipc.Caller`. Handed down by the wiring.

`SessionClient` fits sessions.ports.Registry and, for the log-in, authentication.ports.Directory and Diary.
"""

from collections.abc import Sequence

from gateway.audit.event import Event, encode
from gateway.authentication.ports import CertificateFacts, KeyOwner, LoginFacts, Noted
from gateway.authentication.web_session import Tries
from gateway.ipc.client import Asks, Caller
from gateway.ipc.messages import CallRefused, NoParams
from gateway.registrar import params
from gateway.registrar.answers import Checkpointed, Head, Opened
from gateway.registrar.changes import AnyChange
from gateway.rotation.due import Failure
from gateway.rotation.ports import Work
from gateway.sessions.ports import AdmissionFacts, LeaseHeld, TooMany
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

    def certificate(self, *, authority: bytes, serial: int, key_id: str, key: bytes) -> CertificateFacts:
        """What is known about a user certificate."""
        asked = params.CertificateOf(authority=authority, key=key, serial=str(serial), key_id=key_id)
        return self._caller.call("facts.certificate", asked, CertificateFacts)

    def key_proved(self, blob: bytes, counter: int | None, event: Event) -> Noted:
        """A registered key was proved; durable when it returns WRITTEN. Raises CallRefused or GatewayFault."""
        asked = params.KeyProved(blob=blob, counter=counter, events=wired([event]))
        return self._caller.call("key.proved", asked, Noted)

    def admission(self, target: str | None) -> AdmissionFacts:
        """Facts of the bound person and a wanted target."""
        return self._caller.call("facts.admission", params.AdmissionTo(target=target), AdmissionFacts)

    def open(self, opening: SessionOpening, events: Sequence[Event]) -> LeaseHeld | TooMany | None:
        """Open a session; LeaseHeld where the person works at another terminal, TooMany where it would be one too many.

        Raises CallRefused or GatewayFault.
        """
        try:
            self._caller.call("session.open", params.Open(session=opening, events=wired(events)), Opened)
        except CallRefused as refused:
            if refused.code == "lease.held":
                return LeaseHeld(text=refused.text)
            if refused.code == "session.too-many":
                return TooMany(text=refused.text)
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

    def opened(self, begun: params.WebOpened) -> None:
        """A web session begins; the connection is bound. Raises CallRefused or GatewayFault."""
        self._caller.call("web.opened", begun, type(None))

    def renewed(self, assertion: bytes, signed_pass: bytes) -> None:
        """A web session was proved anew; the connection is bound. Raises CallRefused ("web.ended") or GatewayFault."""
        self._caller.call("web.renewed", params.WebRenewed(assertion=assertion, signed_pass=signed_pass), type(None))

    def closed(self, session: str) -> None:
        """End a web session. Raises CallRefused or GatewayFault."""
        self._caller.call("web.closed", params.WebClosed(session=session), type(None))

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


class WebClient:
    """For the web office, in nobody's name: what needs no bound connection, over one that lasts."""

    def __init__(self, registrar: Asks) -> None:
        self._registrar = registrar

    def seen(self, assertion: bytes, address: str) -> None:
        """A web session was used just now. Raises CallRefused ("web.ended") or GatewayFault."""
        self._registrar.call("web.seen", params.WebSeen(assertion=assertion, address=address), type(None))

    def pace(self, bucket: str, counted: bytes, seconds: int) -> Tries:
        """Count one more try. Raises GatewayFault."""
        return self._registrar.call("web.pace", params.WebPaced(bucket=bucket, counted=counted, seconds=seconds), Tries)


class WorkerClient:
    """Fills rotation.ports.Register for the worker."""

    def __init__(self, registrar: Asks) -> None:
        self._registrar = registrar

    def work(self) -> list[Work]:
        """Which targets' passwords may be changed now. Raises GatewayFault."""
        return self._registrar.call("rotation.work", NoParams(), list[Work])

    def prepared(self, target: str, sealed: bytes) -> None:
        """The next password is kept. Raises CallRefused ("stale") or GatewayFault."""
        self._registrar.call("rotation.prepared", params.RotationPrepared(target=target, sealed=sealed), type(None))

    def done(self, target: str) -> None:
        """The next password is the present one."""
        self._registrar.call("rotation.done", params.RotationOf(target=target), type(None))

    def not_done(self, target: str, why: Failure) -> None:
        """It did not come about."""
        self._registrar.call("rotation.not_done", params.RotationTried(target=target, why=why), type(None))
