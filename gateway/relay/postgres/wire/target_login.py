"""The gateway's own log-in to a target, from StartupMessage to the first ReadyForQuery. Pure.

With a password the target must ask for SCRAM and prove that it knows the password as well; a target that waves us through, or
asks for the password in the clear or by MD5, is not the one it should be. Without one (a client certificate of ours in TLS) it
must ask for nothing. Each step may come once and in its order; what else comes is a fault.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

from gateway.relay.postgres.wire.authentication import (
    Authentication,
    AuthenticationOk,
    AuthenticationSASL,
    AuthenticationSASLContinue,
    AuthenticationSASLFinal,
)
from gateway.relay.postgres.wire.errors import words_for
from gateway.relay.postgres.wire.frames import Frame
from gateway.relay.postgres.wire.message import Message
from gateway.relay.postgres.wire.notices import ErrorResponse, NoticeResponse
from gateway.relay.postgres.wire.opening import StartupMessage
from gateway.relay.postgres.wire.passwords import SASLInitialResponse, SASLResponse
from gateway.relay.postgres.wire.scram import ScramClient
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.simple_query import ReadyForQuery, Status
from gateway.relay.postgres.wire.sqlstates import INTERNAL_ERROR, LISTED
from gateway.relay.postgres.wire.status import BackendKeyData, ParameterStatus
from gateway.relay.postgres.wire.tables import read
from gateway.vocabulary.outcome import TargetError

SETTINGS_MAX: Final = 64


class _Step(Enum):
    ASKED = auto()  # nothing was said yet
    CHALLENGED = auto()  # our first words are out
    ANSWERED = auto()  # our proof is out
    PROVED = auto()  # theirs has come
    LET_IN = auto()
    READY = auto()


_AFTER: Final[Mapping[type[Authentication], tuple[_Step, _Step]]] = MappingProxyType(
    {
        AuthenticationSASL: (_Step.ASKED, _Step.CHALLENGED),
        AuthenticationSASLContinue: (_Step.CHALLENGED, _Step.ANSWERED),
        AuthenticationSASLFinal: (_Step.ANSWERED, _Step.PROVED),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetIn:
    """The target waits for the first request. `settings` are its ParameterStatus messages, `key` is for CancelRequest."""

    settings: Mapping[str, str]
    key: BackendKeyData | None


class NotLetIn(TargetError):
    """The target refused the log-in; `sqlstate` says why, as far as it does."""

    def __init__(self, sqlstate: str) -> None:
        known = sqlstate if sqlstate in LISTED else INTERNAL_ERROR
        super().__init__(f"postgres, target: the log-in was refused, SQLSTATE {known}", words_for(known))
        self.sqlstate = known


class TargetLogin:
    """One log-in. `scram` is None where no password is held."""

    def __init__(self, startup: StartupMessage, scram: ScramClient | None) -> None:
        self._startup, self._scram = startup, scram
        self._step = _Step.ASKED
        self._settings: dict[str, str] = {}
        self._key: BackendKeyData | None = None

    def begin(self) -> bytes:
        """The first bytes, to be sent once TLS stands."""
        return self._startup.encoded()

    def hear(self, frame: Frame) -> bytes | LetIn:
        """What to send, maybe nothing; or that we are in. Raises NotLetIn, and TargetError for a breach of the protocol."""
        message = read(Side.BACKEND, frame)
        match message:
            case ErrorResponse():
                raise NotLetIn(message.sqlstate)
            case NoticeResponse():
                return b""
            case Authentication():
                return self._authenticate(message)
            case ReadyForQuery() | ParameterStatus() | BackendKeyData() if self._step is _Step.LET_IN:
                return self._told(message)
        raise self._misplaced(message)

    def _authenticate(self, message: Authentication) -> bytes:
        if isinstance(message, AuthenticationOk):
            if self._step is not (_Step.ASKED if self._scram is None else _Step.PROVED):
                raise Side.BACKEND.fault("let in without having proved anything")
            self._step = _Step.LET_IN
            return b""
        before, after = _AFTER.get(type(message), (None, _Step.ASKED))
        if self._scram is None or self._step is not before:
            raise self._misplaced(message)
        self._step = after
        return _answer(self._scram, message)

    def _told(self, message: Message) -> bytes | LetIn:
        match message:
            case ParameterStatus():
                self._settings[message.name] = message.value
                if len(self._settings) > SETTINGS_MAX:
                    raise Side.BACKEND.fault(f"more than {SETTINGS_MAX} settings")
            case BackendKeyData() if self._key is None:
                self._key = message
            case ReadyForQuery(status=Status.IDLE):
                self._step = _Step.READY
                return LetIn(settings=MappingProxyType(dict(self._settings)), key=self._key)
            case _:
                raise self._misplaced(message)
        return b""

    def _misplaced(self, message: Message) -> TargetError:
        return TargetError(f"postgres, target: {type(message).__name__} in the log-in at {self._step.name}")


def _answer(scram: ScramClient, message: Authentication) -> bytes:
    match message:
        case AuthenticationSASL():
            return SASLInitialResponse(mechanism=scram.mechanism(message.mechanisms), data=scram.first()).encoded()
        case AuthenticationSASLContinue():
            return SASLResponse(data=scram.final(message.data)).encoded()
        case AuthenticationSASLFinal():
            scram.verify(message.data)
    return b""
