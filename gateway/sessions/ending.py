"""How a session ends: one word for the journal, and words for the person. Whose fault it was decides which."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from gateway.ipc.messages import CallRefused
from gateway.sessions import texts
from gateway.vocabulary.outcome import Fault, GatewayFault, PeerError, TargetError, Text


class EndReason(StrEnum):
    """The journal's word."""

    LEFT = "left"  # the target's program ended, or the person left
    CUT = "cut"  # a supervisor, or the registrar in somebody's name
    WINDOW_OVER = "window-over"
    UNWATCHED = "unwatched"  # a free shell that must be watched, and nobody did
    FROZEN = "frozen"  # nobody took it up in time
    NOT_RECORDED = "not-recorded"
    NO_SPACE = "no-space"  # a disk that keeps records is full
    RECORDING_FULL = "recording-full"  # its recording is as large as one may be
    TRANSFER = "transfer"  # a file transfer began inside the stream
    REFUSED = "refused"  # keeper or registrar refused what the session needed, with words for the person
    DRAINED = "drained"  # the gateway is being stopped
    TARGET_FAULT = "target-fault"
    PEER_FAULT = "peer-fault"
    CLIENT_LOST = "client-lost"  # its terminal gave no sign of life any more
    UNREAD = "unread"  # output waited, and its terminal took nothing of it
    GATEWAY_FAULT = "gateway-fault"
    REGISTRAR_GONE = "registrar-gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Why, in both kinds of words. `text` None: the person knows already. `detail` is ours, for the journal."""

    reason: EndReason
    text: Text | None = None
    detail: str | None = None


class SessionCut(Exception):
    """Raised into a running session to end it."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.reason)
        self.ending = ending


class PersonLeft(Exception):
    """The terminal's side of a running session is gone: no fault of anybody."""


LEFT = Ending(reason=EndReason.LEFT)
CLIENT_LOST = Ending(reason=EndReason.CLIENT_LOST)  # nobody is there to be told
UNWATCHED = Ending(reason=EndReason.UNWATCHED, text=texts.UNWATCHED)
FROZEN = Ending(reason=EndReason.FROZEN, text=texts.FROZEN_TOO_LONG)
UNREAD = Ending(reason=EndReason.UNREAD, text=texts.UNREAD)
_OF_FAULT: tuple[tuple[type[Fault], EndReason, Text], ...] = (
    (TargetError, EndReason.TARGET_FAULT, texts.TARGET_GONE),
    (PeerError, EndReason.PEER_FAULT, texts.PEER_FAULT),
    (GatewayFault, EndReason.GATEWAY_FAULT, texts.GATEWAY_FAULT),
)


def ending_of(failure: BaseException, *, client_gone: bool) -> Ending:
    """What a failure comes to. A connection that broke because the person went is no fault of anybody."""
    if isinstance(failure, SessionCut):
        return failure.ending
    if isinstance(failure, PersonLeft):
        return LEFT
    if isinstance(failure, CallRefused):
        return Ending(reason=EndReason.REFUSED, text=failure.text, detail=failure.code)
    for fault, reason, text in _OF_FAULT:
        if isinstance(failure, fault):
            return Ending(reason=reason, text=failure.text or text, detail=str(failure)[:500])
    if isinstance(failure, OSError | EOFError) and client_gone:
        return LEFT
    return Ending(
        reason=EndReason.GATEWAY_FAULT, text=texts.GATEWAY_FAULT, detail=f"{type(failure).__name__}: {failure}"[:500]
    )


class Ender:
    """Lets anybody end one session from any thread, before it runs as well as after. The first reason counts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ending: Ending | None = None
        self._fail: Callable[[BaseException], None] | None = None

    @property
    def ending(self) -> Ending | None:
        """The reason given, if one was."""
        return self._ending

    def end(self, ending: Ending) -> None:
        """End the session; returns at once."""
        with self._lock:
            self._ending = self._ending or ending
            fail = self._fail
        if fail is not None:
            fail(SessionCut(self._ending))

    def attach(self, fail: Callable[[BaseException], None]) -> None:
        """From now on ends go to `fail`. Raises SessionCut when the session was ended already."""
        with self._lock:
            self._fail = fail
        if self._ending is not None:
            raise SessionCut(self._ending)
