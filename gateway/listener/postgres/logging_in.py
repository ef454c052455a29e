"""The log-in at this door: the walk every door uses, with the terminal's certificate, and one message for password and code.

psql connects once without an answer to learn that a password is wanted, then again with it: leaving there is no failure.
"""

from collections.abc import Callable
from dataclasses import dataclass

from gateway.authentication.login import Login
from gateway.authentication.progress import Done, Failed, Over, Partial, Progress, Prompt, Proved
from gateway.listener.postgres.answer import parted
from gateway.listener.postgres.arriving import Arrived, Refused
from gateway.listener.postgres.line import Line
from gateway.relay.postgres.startup import refusal_of
from gateway.relay.postgres.wire import sqlstates, versions
from gateway.relay.postgres.wire.authentication import AuthenticationCleartextPassword
from gateway.relay.postgres.wire.errors import Severity, error
from gateway.relay.postgres.wire.notices import ErrorResponse
from gateway.relay.postgres.wire.passwords import PasswordMessage, answer_in
from gateway.relay.postgres.wire.pipeline import Terminate
from gateway.sessions.ending import PersonLeft
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedIn:
    """`by_grant`: an earlier log-in carries this connection."""

    proved: Proved
    by_grant: bool


def negotiated(arrived: Arrived) -> None:
    """Settle what is spoken, before anything is asked. Raises Refused for what cannot be served."""
    line, startup = arrived.line, arrived.startup
    answer = versions.answer_to(startup)
    if isinstance(answer, ErrorResponse):
        line.leave(answer)
        raise PersonLeft
    denied = refusal_of(startup)
    if denied is not None:
        line.leave(error(denied.sqlstate, denied.text, Severity.FATAL, denied.hint))
        raise PersonLeft
    if answer is not None:
        line.say(answer)


def logged_in(line: Line, login: Login, certificate: bytes | None, terminal_proved: Callable[[], None]) -> LoggedIn:
    """Walk `login` to its end. Raises Refused with the walk's words; PeerError, GatewayFault; OSError, PersonLeft."""
    step = login.certificate_proved(certificate)
    if isinstance(step, Over):
        raise Refused(line, sqlstates.NOT_AUTHORIZED, step.text)
    terminal_proved()
    password, code = parted(_asked(line))
    carried = login.granted(password, code)
    if carried is not None:
        return LoggedIn(proved=_proved(line, carried), by_grant=True)
    held = _answered(line, login, password.reveal().decode("utf-8"))
    came_to = _answered(line, login, code) if isinstance(held, Partial) else held
    return LoggedIn(proved=_proved(line, came_to), by_grant=False)


def _asked(line: Line) -> Secret:
    line.say(AuthenticationCleartextPassword())
    frame = line.message()
    if frame.kind == Terminate.TYPE:
        raise PersonLeft
    return answer_in(frame, PasswordMessage).password


def _answered(line: Line, login: Login, answer: str) -> Progress:
    """The walk asks, and here the client has answered already."""
    asked = login.prompt()
    if not isinstance(asked, Prompt):
        raise Refused(line, sqlstates.NOT_AUTHORIZED, asked.text)
    return login.answer(answer)


def _proved(line: Line, came_to: Progress) -> Proved:
    match came_to:
        case Done(proved=proved):
            return proved
        case Failed(text=text):
            raise Refused(line, sqlstates.WRONG_PASSWORD, text)
        case Over(text=text):
            raise Refused(line, sqlstates.NOT_AUTHORIZED, text)
        case Partial():
            raise GatewayFault("a log-in that goes on after the code")
