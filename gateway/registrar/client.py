"""The registrar as another process speaks to it: typed calls over one `ipc.Caller`. Handed down by the wiring.

`SessionClient` fits sessions.ports.Registry and, for the log-in, authentication.ports.Directory and Diary.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from gateway.audit.event import Event, encode
from gateway.authentication.ports import CertificateFacts, KeyOwner, LoginFacts, Noted
from gateway.authentication.web_session import Tries
from gateway.authorization.columns.drift import Drift
from gateway.authorization.columns.reading import NotRead, Reading, Told
from gateway.disclosure.asking import Positions, Spare, TakeAnswer
from gateway.disclosure.holding import Batch
from gateway.disclosure.ledger import NONE_SEEN, Seen
from gateway.disclosure.shell import Amounts
from gateway.disclosure.shell_asking import ShellTakeAnswer
from gateway.disclosure.spans import Exceeded
from gateway.guards.verdict import Freeze, Why
from gateway.ipc.client import Asks, Caller
from gateway.ipc.messages import CallRefused, NoParams, Params
from gateway.registrar import disclosure_params as wanted
from gateway.registrar import hold_params, inquiry_params, params, presence_params, shell_params
from gateway.registrar.answers import Checkpointed, Head, Opened
from gateway.registrar.changes import AnyChange
from gateway.rotation.due import Failure
from gateway.rotation.ports import Work
from gateway.sessions.ports import AdmissionFacts, LeaseHeld, NotNow, TooMany
from gateway.sessions.session import RecordingSummary, Session, SessionOpening
from gateway.sessions.standing import Course, Hold
from gateway.vocabulary.outcome import GatewayFault, Text

NOBODYS = frozenset({"space.short", "clock.untrusted"})  # refusals that hold for everybody just now
CATALOGUE_SECONDS = 60.0  # the registrar gives up before


T = TypeVar("T")


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

    def terminal_certified(self, certificate: bytes) -> KeyOwner | None:
        """Whose terminal an X.509 certificate (DER) is registered for."""
        asked = params.CertifiedBy(certificate=certificate)
        return self._caller.call("facts.terminal", asked, KeyOwner | None)  # type: ignore[arg-type]

    def certificate_proved(self, certificate: bytes, event: Event) -> Noted:
        """A terminal's certificate was proved; durable when it returns WRITTEN. Raises CallRefused or GatewayFault."""
        asked = params.CertificateProved(certificate=certificate, events=wired([event]))
        return self._caller.call("certificate.proved", asked, Noted)

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

    def drifted(self, session: str, database: str, drift: Drift) -> None:
        """Tell of what nobody classified; the registrar journals it once a day. Raises GatewayFault."""
        asked = params.Drifted(
            session=session,
            database=database,
            relations=drift.relations,
            relation_count=drift.relation_count,
            column_count=drift.column_count,
        )
        self._caller.call("catalogue.drifted", asked, type(None))

    def open(self, opening: SessionOpening, events: Sequence[Event]) -> LeaseHeld | TooMany | NotNow | None:
        """Open a session; LeaseHeld where the person works at another terminal, TooMany where it would be one too many.

        NotNow where just now no session opens for anybody. Raises CallRefused or GatewayFault.
        """
        try:
            self._caller.call("session.open", params.Open(session=opening, events=wired(events)), Opened)
        except CallRefused as refused:
            if refused.code == "lease.held":
                return LeaseHeld(text=refused.text)
            if refused.code == "session.too-many":
                return TooMany(text=refused.text)
            if refused.code in NOBODYS:
                return NotNow(text=refused.text)
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

    def stopped(self, session: str, course: Course, why: Why, *, used: int, limit: int) -> Hold | None:
        """The session is `course` from now on; a hold comes back where it may not go on. Raises GatewayFault."""
        said = hold_params.Stopped(session=session, course=course, why=why, used=used, limit=limit)
        return self._counted("session.stopped", said, hold_params.Held).hold

    def hold_of(self, session: str) -> Hold | None:
        """Why the bound person is shown nothing at the session's door; None where he may be. Raises GatewayFault."""
        return self._counted("session.held", hold_params.HeldOf(session=session), hold_params.Held).hold

    def attended(self, session: str, *, timeout_seconds: float) -> float | None:
        """So many seconds ago somebody beside the session last said so; None: nobody is there. Raises GatewayFault."""
        asked = presence_params.AttendedOf(session=session)
        try:
            found = self._caller.call(
                "session.attended", asked, presence_params.Attended, timeout_seconds=timeout_seconds
            )
        except CallRefused as refused:
            raise GatewayFault(f"session.attended: refused: {refused}") from None
        return found.seconds

    def take(
        self,
        session: str,
        statement: int,
        *,
        rows: Mapping[tuple[str, str], int],
        further: Mapping[str, int],
        people: Sequence[tuple[str, str, bytes]] = (),
        spare: Spare | None = None,
        waits: bool = False,
    ) -> TakeAnswer:
        """An answer is about to be shown; durable when it returns. Raises GatewayFault."""
        held = {} if spare is None else spare.rows
        asked = wanted.Take(
            session=session,
            statement=statement,
            rows=tuple(wanted.RowsOf(client=who, table=table, rows=n) for (who, table), n in rows.items()),
            further=tuple(wanted.Further(client=who, rows=n) for who, n in further.items()),
            people=tuple(wanted.Revealed(client=who, table=table, digest=digest) for who, table, digest in people),
            spare_day=None if spare is None else spare.day,
            spare=tuple(wanted.Further(client=who, rows=n) for who, n in held.items()),
            waits=waits,
        )
        answer = self._counted("disclosure.take", asked, wanted.TakeAnswer)
        found = answer.taken or answer.stopped or answer.wait or answer.foreign
        if found is None:
            raise GatewayFault("disclosure.take: an answer that says nothing")
        return found

    def take_shell(
        self,
        session: str,
        *,
        people: Sequence[Sequence[tuple[str, bytes]]] = (),
        alike: Sequence[tuple[str, bytes]] = (),
        unread: Amounts | None = None,
        table_lines: int = 0,
        stops: Freeze | None = None,
    ) -> ShellTakeAnswer:
        """A piece of a shell's output is about to be shown; durable when it returns. Raises GatewayFault.

        `people` are values (client, digest) by person, `stops` what the session's own meter freezes for.
        """
        amounts = unread or Amounts()
        asked = shell_params.ShellTake(
            session=session,
            people=tuple(shell_params.Somebody(values=_values(somebody)) for somebody in people),
            alike=_values(alike),
            unread=shell_params.Unread(**{name: getattr(amounts, name) for name in Amounts.__slots__}),
            table_lines=table_lines,
            stops=None if stops is None else shell_params.Limit(why=stops.why, used=stops.used, limit=stops.limit),
        )
        answer = self._counted("shell.take", asked, shell_params.ShellAnswer)
        found = answer.taken or answer.stopped
        if found is None:
            raise GatewayFault("shell.take: an answer that says nothing")
        return found

    def settle(
        self,
        session: str,
        batch: Batch,
        *,
        asked: Sequence[bytes] = (),
        answered: Sequence[Positions] = (),
        seen: Seen = NONE_SEEN,
    ) -> None:
        """Rows went out or are given back, and whose they were; counted when it returns. Raises GatewayFault."""
        said = wanted.Settle(
            session=session,
            day=batch.day,
            rows=tuple(
                wanted.ShownRows(
                    client=each.client, table=each.table, rows=each.rows, statement=each.statement, through=each.through
                )
                for each in batch.went
            ),
            back=tuple(wanted.Further(client=who, rows=n) for who, n in batch.back.items()),
            asked=tuple(asked),
            answered=tuple(wanted.Answered(table=each.table, first=each.first, last=each.last) for each in answered),
            people=tuple(wanted.Masked(client=client, digest=digest) for client, digest in seen.people),
            unnamed=tuple(wanted.Further(client=client, rows=rows) for client, rows in seen.unnamed.items()),
        )
        self._counted("disclosure.settle", said, type(None))

    def frozen(self, session: str) -> tuple[Exceeded, ...] | None:
        """Why the bound person is shown nothing at the session's door; None where he is. Raises GatewayFault."""
        asked = wanted.FrozenOf(session=session)
        return self._counted("disclosure.frozen", asked, wanted.Frozen).exceeded

    def _counted(self, name: str, asked: Params, result: type[T]) -> T:
        """Counting is refused to nobody in words: what is refused is our own fault, and the session ends."""
        try:
            return self._caller.call(name, asked, result)
        except CallRefused as refused:
            raise GatewayFault(f"{name}: refused: {refused}") from None


def _values(pairs: Sequence[tuple[str, bytes]]) -> tuple[shell_params.Value, ...]:
    return tuple(shell_params.Value(client=client, digest=digest) for client, digest in pairs)


class OfficeClient(_Client):
    """For the command line and the web pages."""

    def catalogue(self, target: str, account: str, database: str) -> Told:
        """The schema of a database, read now. Raises CallRefused ("catalogue.*", "role.missing") or GatewayFault."""
        asked = params.CatalogueAsked(target=target, account=account, database=database)
        return self._caller.call("catalogue.ask", asked, Told, timeout_seconds=CATALOGUE_SECONDS)

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

    def inquire(self, asked: inquiry_params.InquiryBegun) -> str:
        """An inquiry begins: journalled when its id returns. Raises CallRefused ("inquiry.*", "fresh.needed"), GatewayFault."""
        return self._caller.call("inquiry.begin", asked, str)

    def attend(self, session: str) -> None:
        """Whoever is bound stands by a session until `leave` or this connection's end. Raises CallRefused or GatewayFault."""
        self._caller.call("session.attend", presence_params.Attend(session=session), type(None))

    def leave(self, session: str) -> None:
        """He does no more. Raises CallRefused or GatewayFault."""
        self._caller.call("session.leave", presence_params.Leave(session=session), type(None))

    def present(self) -> list[presence_params.Present]:
        """Who stands by which session of this node."""
        return self._caller.call("session.present", NoParams(), list[presence_params.Present])

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


class Schemas:
    """Fills worker.readings.Register: what is to be read, and what came of it. Raises CallRefused or GatewayFault."""

    def __init__(self, registrar: Asks) -> None:
        self._registrar = registrar

    def work(self) -> list[Reading]:
        """What is to be read now; each is given out once."""
        return self._registrar.call("catalogue.work", NoParams(), list[Reading])

    def answered(self, reading: str, told: Told) -> None:
        """It was read."""
        answer = params.CatalogueAnswered(reading=reading, columns=told.columns, left_out=told.left_out)
        self._registrar.call("catalogue.answered", answer, type(None))

    def failed(self, reading: str, why: NotRead, text: Text) -> None:
        """It could not be."""
        answer = params.CatalogueFailed(reading=reading, why=why, ja=text.ja[:500], en=text.en[:500])
        self._registrar.call("catalogue.failed", answer, type(None))


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
