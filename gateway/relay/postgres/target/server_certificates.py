"""The certificate that a PostgreSQL server shows at one address, for somebody to compare before it is pinned.

One TCP address, and only that one; bounded in time whatever a name server or the peer does, and a few at once. Of what the peer
sends nothing is handed on but the certificate whose key it has proved to hold.
"""

import queue
import select
import socket
import ssl
import threading
from typing import Final

from gateway.crypto.server_certificate import DER_BYTES_MAX
from gateway.relay.postgres.target.deadline import Deadline
from gateway.relay.postgres.target.dialling import connected, require_tls
from gateway.relay.reaching import Unreachable
from gateway.vocabulary.outcome import TargetError, Text

WAIT_SECONDS: Final = 12.0
AT_ONCE: Final = 4
NO_CERTIFICATE: Final = Text(
    ja="このアドレスとポートでは PostgreSQL のサーバー証明書を取得できませんでした。アドレスとポート、経路と、"
    "対象データベースの ssl = on を確認してください。",
    en="No PostgreSQL server certificate could be fetched from this address and port. Check both, the way there, and that the "
    "database has ssl = on.",
)
BUSY: Final = Text(
    ja="ほかのサーバー証明書の取得が終わっていません。少し待ってからやり直してください。",
    en="Other server certificates are being fetched. Wait a little, then try again.",
)
_places = threading.BoundedSemaphore(AT_ONCE)


def certificate_of(address: str, port: int, *, seconds: float = WAIT_SECONDS) -> bytes:
    """The certificate (DER), within `seconds`. Raises TargetError in fixed words, whoever answers there or not."""
    if not _places.acquire(blocking=False):
        raise TargetError("too many certificates are being fetched", BUSY)
    answer: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    words = (address, port, seconds, answer)
    threading.Thread(target=_fetch, args=words, name="server-certificate", daemon=True).start()
    try:
        found = answer.get(timeout=seconds)
    except queue.Empty:
        found = None
    if not found:
        raise Unreachable("no certificate in time", NO_CERTIFICATE)
    return found


def _fetch(address: str, port: int, seconds: float, answer: "queue.SimpleQueue[bytes | None]") -> None:
    """In a thread of its own, since a name's resolution cannot be called off; it ends by itself."""
    found: bytes | None = None
    try:
        found = _shown(address, port, Deadline(seconds))
    except Exception:  # noqa: BLE001  # whatever a hostile peer provokes: it has shown no certificate
        found = None
    finally:
        _places.release()
        answer.put(found)


def _shown(address: str, port: int, until: Deadline) -> bytes | None:
    with connected("new", address, port, until) as sock:
        require_tls(sock, until)
        with _context().wrap_socket(sock, do_handshake_on_connect=False) as wrapped:
            _shake_hands(wrapped, until)
            shown = wrapped.getpeercert(binary_form=True)
    return shown if shown is not None and len(shown) <= DER_BYTES_MAX else None


def _context() -> ssl.SSLContext:
    """Nobody is trusted: the handshake alone proves that the peer holds the certificate's key."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["postgresql"])
    return context


def _shake_hands(wrapped: ssl.SSLSocket, until: Deadline) -> None:
    wrapped.settimeout(0)
    while True:
        try:
            wrapped.do_handshake()
        except ssl.SSLWantReadError:
            _wait(wrapped, select.POLLIN, until)
        except ssl.SSLWantWriteError:
            _wait(wrapped, select.POLLOUT, until)
        else:
            return


def _wait(sock: socket.socket, for_what: int, until: Deadline) -> None:
    poll = select.poll()
    poll.register(sock, for_what)
    poll.poll(until.left * 1000)
