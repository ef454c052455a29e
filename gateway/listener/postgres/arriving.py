"""From a client's first byte to its StartupMessage inside TLS; or to the CancelRequest that is all it came for.

Nothing is done in the clear: a StartupMessage without TLS is refused in words, GSSAPI encryption is answered "no" (the client
goes on with TLS), and each may be asked for once. A client may begin with TLS at once if it says by ALPN what it will speak.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass

from gateway.crypto import tls
from gateway.listener.parent.words import NO_TLS
from gateway.listener.postgres import words
from gateway.listener.postgres.line import Line
from gateway.relay.postgres.stream import PlainStream
from gateway.relay.postgres.wire.opening import (
    ENCRYPT,
    IN_THE_CLEAR,
    CancelRequest,
    DirectTls,
    GSSENCRequest,
    Opened,
    SSLRequest,
    StartupMessage,
)
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.sqlstates import NOT_AUTHORIZED
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import Text

Certified = tuple[bytes, tls.PrivateKey]  # our certificate (PEM) and its key


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A client inside TLS. `certificate` (DER) is the one whose key it holds, None where it showed none."""

    line: Line
    startup: StartupMessage
    certificate: bytes | None


class Refused(Exception):
    """The client cannot be served; to be told by an error in words, on `line`."""

    def __init__(self, line: Line, sqlstate: str, text: Text) -> None:
        super().__init__(sqlstate)
        self.line, self.sqlstate, self.text = line, sqlstate, text


Speaks = Callable[[Line | None], None]


def arrived(
    sock: socket.socket, certified: Callable[[], Certified], clock: Clock, until: float, speaks: Speaks = lambda _: None
) -> Arrived | CancelRequest:
    """Who is there, or what is to be cancelled. `certified` is asked once TLS is to begin.

    `speaks` is told on which line words reach the client now; on none in the middle of a handshake.

    Raises Refused; PeerError for a broken protocol, OSError (TlsFault, TimeoutError) and PersonLeft for a client that went.
    """
    clear = Line(PlainStream(sock), clock, until)
    speaks(clear)
    may_ask_for_gss = True
    while True:
        opened, rest = clear.packet()
        match opened:
            case CancelRequest():
                return opened
            case StartupMessage():
                raise Refused(clear, NOT_AUTHORIZED, NO_TLS)
            case GSSENCRequest() if may_ask_for_gss:
                may_ask_for_gss = False
                clear.say(IN_THE_CLEAR)
            case SSLRequest():
                clear.say(ENCRYPT)
                speaks(None)
                stream = _encrypted(sock, certified, clear, b"")
                return _inside(Line(stream, clock, until), stream, speaks)
            case DirectTls():
                speaks(None)
                stream = _encrypted(sock, certified, clear, rest)
                if stream.protocol != tls.POSTGRESQL:
                    raise Refused(Line(stream, clock, until), NOT_AUTHORIZED, words.NOT_DIRECT)
                return _inside(Line(stream, clock, until), stream, speaks)
            case _:
                raise _misplaced(opened)


def _encrypted(sock: socket.socket, certified: Callable[[], Certified], line: Line, begun: bytes) -> tls.TlsStream:
    certificate, key = certified()
    return tls.served(sock, certificate_pem=certificate, key=key, within_seconds=line.seconds_left, begun=begun)


def _inside(line: Line, stream: tls.TlsStream, speaks: Speaks) -> Arrived | CancelRequest:
    speaks(line)
    opened, rest = line.packet()
    if isinstance(opened, CancelRequest):
        return opened
    if not isinstance(opened, StartupMessage):
        raise _misplaced(opened)
    if rest:
        raise Side.FRONTEND.fault("data behind a StartupMessage that has to be answered first")
    return Arrived(line=line, startup=opened, certificate=stream.peer_certificate)


def _misplaced(opened: Opened) -> Exception:
    return Side.FRONTEND.fault(f"{type(opened).__name__} where it may not come")
