"""One database client's connection inside its own process: TLS, log-in, one session, end.

The process was forked for it and ends with it. The registrar's connection is its lease on life: when either side closes, the
session here ends. One thread carries everything; `end_all` may come from any other.
"""

import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Protocol

from gateway.authentication.login import Login
from gateway.authentication.progress import Over, Proved
from gateway.authorization.request import Capability
from gateway.ipc.messages import CallRefused
from gateway.listener.connection import ConnectionLimits
from gateway.listener.postgres import words
from gateway.listener.postgres.arriving import Arrived, Certified, Refused, arrived
from gateway.listener.postgres.cancels import Cancels
from gateway.listener.postgres.destination import database_of
from gateway.listener.postgres.line import Line
from gateway.listener.postgres.logging_in import LoggedIn, logged_in, negotiated
from gateway.listener.postgres.running import Running, Wish
from gateway.listener.postgres.surroundings import DatabaseSurroundings
from gateway.listener.progress import Progress, Stage
from gateway.relay.postgres.wire import sqlstates
from gateway.relay.postgres.wire.authentication import AuthenticationOk
from gateway.relay.postgres.wire.errors import Severity, error
from gateway.relay.postgres.wire.opening import CancelRequest
from gateway.relay.ssh.sockets import tune
from gateway.sessions import texts
from gateway.sessions.admit import Admitted, Declined, Wanted
from gateway.sessions.ending import Ender, Ending, EndReason, PersonLeft
from gateway.sessions.live import LiveSessions
from gateway.sessions.route import named_in
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault, PeerError, Text

log = logging.getLogger(__name__)
COLUMNS, ROWS, TERM = 120, 40, "postgresql"  # how a recording is played
INVALID_CATALOG_NAME: Final = "3D000"
HANGING_SECONDS: Final = 60.0  # beyond the time to log in, after which something here stands still


class Backstage(Protocol):
    """What the wiring gives a connection: its keeper and registrar, in the shapes its rooms ask for."""

    def certified(self) -> Certified:
        """A fresh key and its certificate. Raises CallRefused or GatewayFault."""

    def begin(self, username: str) -> Login | Over:
        """Start the log-in walk."""

    def surroundings(self, proved: Proved, live: LiveSessions) -> DatabaseSurroundings:
        """What the session of the proved person stands in."""

    def closed(self) -> None:
        """The connection has ended."""


class DatabaseConnection:
    """Serve it with `run`."""

    def __init__(
        self,
        sock: socket.socket,
        backstage: Backstage,
        limits: ConnectionLimits,
        *,
        cancels: Cancels,
        clock: Clock,
        progress: Progress | None = None,
        pulse: Callable[[float], None] = lambda _: None,
    ) -> None:
        """`progress`: the parent's part (`listener.usher`); `pulse`: a confined process's (`listener.confine`)."""
        tune(sock)
        self._sock, self._backstage, self._limits = sock, backstage, limits
        self._cancels, self._clock, self._pulse = cancels, clock, pulse
        self._progress = progress or Progress(None)
        self._line: Line | None = None
        self._ending: Ending | None = None
        self._is_running = False
        self.live = LiveSessions()

    def run(self) -> None:
        """From the first packet to the end of the session."""
        self._pulse(self._limits.login_seconds + HANGING_SECONDS)
        try:
            self._serve()
        except Refused as refused:
            self._tell(refused.line, refused.sqlstate, refused.text)
        except PeerError as fault:
            log.info("a client broke the protocol: %s", fault)
            self._tell(self._line, sqlstates.PROTOCOL_VIOLATION, fault.text or words.PROTOCOL_BROKEN)
        except TimeoutError:
            self._tell(self._line, sqlstates.NOT_AUTHORIZED, words.TOO_LATE)
        except PersonLeft:
            self._tell_ending()
        except OSError as error:
            log.info("a client is gone: %s", error)
        except (GatewayFault, CallRefused) as fault:
            log.warning("a connection failed: %s", fault)
            self._tell(self._line, sqlstates.ENDED, fault.text or texts.GATEWAY_FAULT)
        except Exception:  # a defect of ours: nobody is let in by it, and the client is told that it is not his
            log.exception("a connection failed")
            self._tell(self._line, sqlstates.ENDED, texts.GATEWAY_FAULT)
        finally:
            self._close()

    def end_all(self, ending: Ending) -> None:
        """End the session, or the log-in."""
        self._ending = self._ending or ending
        self.live.end(None, ending)
        if not self._is_running:
            with suppress(OSError):
                self._sock.shutdown(socket.SHUT_RD)  # whoever reads here notices

    def _serve(self) -> None:
        came = self._arrived()
        if isinstance(came, CancelRequest):
            self._cancels.ask(came)
            return
        self._progress.reached(Stage.KEYS)
        negotiated(came)
        login = self._backstage.begin(came.startup.user)
        if isinstance(login, Over):
            raise Refused(came.line, sqlstates.NOT_AUTHORIZED, login.text)
        try:
            found = logged_in(came.line, login, came.certificate, lambda: self._progress.reached(Stage.PROVED))
        finally:
            login.gone()
        self._pulse(0)
        came.line.say(AuthenticationOk())
        self._open(came, found)

    def _arrived(self) -> Arrived | CancelRequest:
        until = self._clock.monotonic() + self._limits.login_seconds
        return arrived(self._sock, self._backstage.certified, self._clock, until, self._speaks_on)

    def _speaks_on(self, line: Line | None) -> None:
        self._line = line

    def _open(self, came: Arrived, found: LoggedIn) -> None:
        """From the log-in to an open session, and to its end."""
        around = self._backstage.surroundings(found.proved, self.live)
        database = database_of(came.startup, found.proved.login_name, around.admissions.policy.columns)
        if isinstance(database, Text):
            raise Refused(came.line, INVALID_CATALOG_NAME, database)
        ender = Ender()
        wanted = Wanted(
            route=named_in(found.proved.login_name), capability=Capability.QUERY, columns=COLUMNS, rows=ROWS, term=TERM
        )
        not_recorded = EndReason.NOT_RECORDED
        match around.admissions.admit(
            wanted,
            lambda fault: ender.end(Ending(reason=not_recorded, text=texts.NOT_RECORDED, detail=str(fault)[:500])),
        ):
            case Declined(text=text):
                raise Refused(came.line, sqlstates.INSUFFICIENT_PRIVILEGE, text)
            case Admitted() as admitted:
                self._is_running = True
                Running(came.line, around, admitted, ender, Wish(logged_in=found, database=database)).run()

    def _tell_ending(self) -> None:
        """The client left, or was made to: then it hears why."""
        if self._ending is not None and self._ending.text is not None:
            self._tell(self._line, sqlstates.ENDED, self._ending.text)

    def _tell(self, line: Line | None, sqlstate: str, text: Text) -> None:
        if line is None:
            return  # in the middle of a handshake nothing can be said
        with suppress(OSError):  # it has gone, or does not take it
            line.leave(error(sqlstate, text, Severity.FATAL))

    def _close(self) -> None:
        if self._line is not None:
            self._line.stream.close()
        self._sock.close()
        self._backstage.closed()
