"""One admitted session at a database, from the dial to its end in the journal. The one place where its failures are caught.

Whatever happens after the admission, the recording is sealed and the registrar hears the end; if either cannot be done, the
registrar's own recovery does it when this process is gone.
"""

import logging
from contextlib import suppress
from dataclasses import dataclass

from gateway.authorization.limits import DatabaseLimits
from gateway.authorization.obligations import StatementsGated
from gateway.guards.statements import Limits, normalised
from gateway.ipc.messages import CallRefused
from gateway.listener.admitted_session import bound_recording, deadline_of, names_of, sealed, why_of
from gateway.listener.postgres.line import Line
from gateway.listener.postgres.logging_in import LoggedIn
from gateway.listener.postgres.surroundings import DatabaseSurroundings
from gateway.relay.postgres.gate import StatementGate
from gateway.relay.postgres.ports import Connected, Counter
from gateway.relay.postgres.session import DatabaseSession
from gateway.relay.postgres.wire import sqlstates
from gateway.relay.postgres.wire.errors import Severity, error
from gateway.relay.postgres.wire.target_login import NotLetIn
from gateway.sessions.admit import Admitted
from gateway.sessions.ending import LEFT, Ender, Ending, EndReason, ending_of
from gateway.sessions.events import SessionEnded, SessionStarted
from gateway.vocabulary.outcome import GatewayFault, TargetError, Text

log = logging.getLogger(__name__)
UNREACHABLE = "08001"  # sqlclient_unable_to_establish_sqlconnection


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the client came for, and how it logged in."""

    logged_in: LoggedIn
    database: str


class Running:
    """An admitted session. Made once, run once."""

    def __init__(self, line: Line, around: DatabaseSurroundings, admitted: Admitted, ender: Ender, wish: Wish) -> None:
        """`line` has said AuthenticationOk and is the session's from here on."""
        self._line, self._around, self._admitted, self._ender, self._wish = line, around, admitted, ender, wish
        self._registry = around.admissions.registry
        self._person = around.admissions.proved.person_id
        self._session: DatabaseSession | None = None
        self._spoke = False  # it has begun to speak with the client, and says its last words itself

    def run(self) -> None:
        """Dial, relay, and end."""
        self._around.live.add(self._admitted.session, self._ender.end)
        deadline = deadline_of(self._around.admissions, self._admitted, self._ender, self._tell_time)
        ending, failure = LEFT, None
        try:
            bound_recording(self._around.admissions, self._admitted, self._ender, self._tell_time)
            self._relay()
        except Exception as caught:  # the session's end: every failure becomes an ending
            failure, ending = caught, self._ender.ending or why_of(self._admitted, caught, client_gone=True)
            if ending.reason is EndReason.GATEWAY_FAULT:
                log.warning("session %s failed", self._admitted.session, exc_info=True)
        deadline.close()
        try:
            self._last_words(ending, failure)
            self._finish(ending)
        finally:
            self._around.live.drop(self._admitted.session)
            self._line.stream.close()

    def _relay(self) -> None:
        permit, around = self._admitted.permit, self._around
        if not self._wish.logged_in.by_grant:
            around.remember(self._admitted)
        self._admitted.recorder.marker(f"database: {self._wish.database}")
        limits = self._limits()
        connected = around.dial(
            permit,
            around.target_login(self._admitted),
            database=self._wish.database,
            statement_seconds=limits.statement_seconds,
        )
        counter: Counter | None = None
        try:
            counter = around.counter(self._admitted, self._counter_failed)
            session = self._session = self._made(connected, counter, limits)
            self._ender.attach(session.fail)
            self._start()
        except BaseException:  # what a session closes itself once it runs
            connected.stream.close()
            if counter is not None:
                counter.close()
            raise
        around.cancels.listen(session.cancel)
        self._spoke = True
        session.run()

    def _made(self, connected: Connected, counter: Counter, limits: DatabaseLimits) -> DatabaseSession:
        permit, around = self._admitted.permit, self._around
        catalogue = around.admissions.policy.columns.catalogue(permit.target.name, self._wish.database)
        around.drifted(self._admitted, self._wish.database, connected, catalogue)
        bounds = Limits(
            search_path=catalogue.search_path,
            group_size_min=limits.group_size,
            clients=frozenset(permit.order.clients),
        )
        return DatabaseSession(
            client=self._line.stream,
            connected=connected,
            gate=StatementGate(catalogue, bounds, normalised),
            catalogue=catalogue,
            counter=counter,
            recorder=self._admitted.recorder,
            journal=self._registry.append,
            names=names_of(around.admissions, self._admitted),
            clock=around.admissions.clock,
            cancel_key=around.cancels.own(),
            limits=limits,
            patience=around.patience,
        )

    def _counter_failed(self, fault: GatewayFault) -> None:
        """What is shown cannot be counted any more: nothing more is shown."""
        self._ender.end(ending_of(fault, client_gone=False))

    def _start(self) -> None:
        """In the journal first; then the client hears that it may ask."""
        target = self._admitted.permit.target.name
        started = SessionStarted(person=self._person, session=self._admitted.session, target=target)
        self._registry.started(self._admitted.session, [started])

    def _limits(self) -> DatabaseLimits:
        return next(duty for duty in self._admitted.permit.obligations if isinstance(duty, StatementsGated)).limits

    def _tell_time(self, text: Text) -> None:
        if self._session is not None:
            self._session.say(text)

    def _last_words(self, ending: Ending, failure: Exception | None) -> None:
        """Where no session ran that could say them."""
        if self._spoke or ending.text is None:
            return
        with suppress(OSError):  # the client has gone, or does not take them
            self._line.leave(error(_sqlstate(failure), ending.text, Severity.FATAL))

    def _finish(self, ending: Ending) -> None:
        permit, session = self._admitted.permit, self._session
        ended = SessionEnded(
            person=self._person,
            session=self._admitted.session,
            terminal=self._around.admissions.proved.terminal_id,
            target=permit.target.name,
            order=permit.order.id,
            reason=ending.reason,
            shown_bytes=0 if session is None else session.shown_bytes,
            typed_bytes=0 if session is None else session.typed_bytes,
            detail=ending.detail,
        )
        owed = [] if session is None else session.rest()
        seal = sealed(self._admitted.recorder, self._admitted.session, ending)
        self._registry.end(self._admitted.session, ending.reason.value, seal, [*owed, ended])


def _sqlstate(failure: Exception | None) -> str:
    """Of a session that never ran."""
    match failure:
        case NotLetIn():
            return failure.sqlstate
        case TargetError():
            return UNREACHABLE
        case CallRefused():
            return sqlstates.INSUFFICIENT_PRIVILEGE
        case _:
            return sqlstates.ENDED
