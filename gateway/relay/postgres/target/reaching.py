"""A logged-in connection of the gateway's to a target, for its own questions or to be handed to a person's session.

The way of log-in is the target's registered one: a client certificate of minutes, which the target has to be content with, or the
vaulted password, which never leaves this process: SCRAM-SHA-256 bound to the channel wherever there is TLS, and nothing weaker.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gateway.crypto import database_client
from gateway.relay.postgres.target import words
from gateway.relay.postgres.target.deadline import LOGIN_SECONDS, Deadline
from gateway.relay.postgres.target.dialling import Certified, Line, dialled
from gateway.relay.postgres.target.faults import worded
from gateway.relay.postgres.target.ports import DatabaseLogin
from gateway.relay.postgres.target.talking import Talk
from gateway.relay.postgres.wire.authentication import (
    KIND,
    Authentication,
    AuthenticationOk,
    AuthenticationSASL,
    AuthenticationSASLContinue,
    AuthenticationSASLFinal,
)
from gateway.relay.postgres.wire.frames import Frame
from gateway.relay.postgres.wire.opening import StartupMessage
from gateway.relay.postgres.wire.scram import NONCE_BYTES_MIN, ScramClient
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.tables import read
from gateway.relay.postgres.wire.target_login import LetIn, TargetLogin
from gateway.vocabulary.outcome import TargetError
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import LoginWay, Target

_STRONG = (AuthenticationOk, AuthenticationSASL, AuthenticationSASLContinue, AuthenticationSASLFinal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """Logged in: what to talk on, and what the target said of itself."""

    talk: Talk
    let_in: LetIn


def reached(target: Target, role: str, login: DatabaseLogin, *, database: str, settings: Mapping[str, str]) -> Reached:
    """A connection of `role` to `database`, its session begun with `settings`.

    Raises Unreachable, AnotherHost, wire's NotLetIn (with the SQLSTATE) or another TargetError, all with words; and what the
    login raises (CallRefused, GatewayFault).
    """
    until = Deadline(LOGIN_SECONDS)
    with worded():
        line = dialled(target, _certified(target, login), until)
        try:
            scram = _scram(target, login, line)
            startup = StartupMessage(parameters={"user": role, "database": database, **settings})
            talk = Talk(line.stream)
            return Reached(talk=talk, let_in=_log_in(talk, TargetLogin(startup, scram), until))
        except BaseException:
            line.stream.close()
            raise


def _certified(target: Target, login: DatabaseLogin) -> Callable[[], Certified] | None:
    match target.login:
        case LoginWay.CERTIFICATE:
            return lambda: _fresh(login)
        case LoginWay.VAULTED_PASSWORD:
            return None
        case LoginWay.VAULTED_KEY:
            raise TargetError(f"{target.name}: a vaulted key for a database", words.NO_KEY_LOGIN)


def _fresh(login: DatabaseLogin) -> Certified:
    """Our certificate, asked for when the target has agreed to TLS: nothing is issued for one that is away."""
    key, public = database_client.new_pair()
    return login.x509(public), key


def _scram(target: Target, login: DatabaseLogin, line: Line) -> ScramClient | None:
    if target.login is LoginWay.CERTIFICATE:
        return None
    return ScramClient(Secret(login.password()), secrets.token_bytes(NONCE_BYTES_MIN), line.binding)


def _log_in(talk: Talk, login: TargetLogin, until: Deadline) -> LetIn:
    talk.say(login.begin())
    while True:
        frame = talk.hear(until)
        _require_strong(frame)
        answer = login.hear(frame)
        if isinstance(answer, LetIn):
            return answer
        if answer:
            talk.say(answer)
        else:
            talk.pass_over()


def _require_strong(frame: Frame) -> None:
    """Raises TargetError in words for a target that wants to be let in by something weaker; nothing was said to it then."""
    if frame.kind != KIND:
        return
    asked = read(Side.BACKEND, frame)
    if isinstance(asked, Authentication) and not isinstance(asked, _STRONG):
        raise TargetError(f"postgres, target: it asks for {type(asked).__name__}", words.WEAK)
