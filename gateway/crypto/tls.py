"""TLS as the database door and the way to a database speak it: 1.2 or newer, no tickets, no renegotiation, no compression.

- As a server the client is asked for a certificate, and any is taken: what TLS proves is that the peer holds its key, and who
  it is stands in the register of terminals. Whether there is one at all is the caller's to judge, so that he can say so in words.
- As a client no authority is asked: the server's certificate has to be one of the pinned ones, byte for byte, which is judged
  before anything of ours (a certificate, a password) is shown.

A handshake has a deadline and takes a bounded number of bytes.
"""

import select
import socket
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from OpenSSL import SSL
from OpenSSL.crypto import X509

from gateway.crypto.tls_records import Records
from gateway.crypto.tls_stream import TlsFault, TlsStream, said
from gateway.vocabulary.clock import Clock, SystemClock

__all__ = ["POSTGRESQL", "PrivateKey", "TlsFault", "TlsStream", "new_key", "reached", "served"]

PrivateKey = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
POSTGRESQL: Final = b"postgresql"  # IANA's TLS ALPN protocol id
HANDSHAKE_BYTES_MAX: Final = 256 * 1024
_TAKEN_AT_ONCE: Final = 16 * 1024
_CIPHERS_1_2: Final = b"ECDHE+AESGCM:ECDHE+CHACHA20"  # forward secrecy and AEAD only; 1.3 has nothing else


def new_key() -> tuple[ec.EllipticCurvePrivateKey, bytes]:
    """A fresh P-256 key, and its public half (SubjectPublicKeyInfo, DER)."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key, key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def served(
    sock: socket.socket,
    *,
    certificate_pem: bytes,
    key: PrivateKey,
    within_seconds: float,
    begun: bytes = b"",
    clock: Clock | None = None,
) -> TlsStream:
    """The server's side of a handshake on `sock`, of which `begun` was read already (a client that begins with TLS at once).

    The PEM certificates are shown in their order, the first being `key`'s. ALPN is `postgresql` or nothing. Raises OSError:
    TlsFault for a peer that breaks TLS, TimeoutError for one that is slow. The socket stays the caller's then.
    """
    context = _context()
    own, *above = x509.load_pem_x509_certificates(certificate_pem)
    context.use_certificate(own)
    for each in above:
        context.add_extra_chain_cert(each)
    context.use_privatekey(key)
    context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_CLIENT_ONCE, _any)
    context.set_alpn_select_callback(_chosen)
    connection = SSL.Connection(context)
    connection.set_accept_state()
    return _done(sock, connection, begun, within_seconds, clock or SystemClock())


def reached(
    sock: socket.socket,
    *,
    pinned: Sequence[bytes],
    client: tuple[bytes, PrivateKey] | None,
    server_name: str | None,
    within_seconds: float,
    clock: Clock | None = None,
) -> TlsStream:
    """The client's side of a handshake on `sock` with a server that shows one of the `pinned` certificates (DER).

    `client` is our own certificate (DER) and its key. Raises OSError: TlsFault for another server too, TimeoutError for a
    slow one. The socket stays the caller's then.
    """
    wanted = frozenset(pinned)
    context = _context()
    if client is not None:
        context.use_certificate(x509.load_der_x509_certificate(client[0]))
        context.use_privatekey(client[1])
    context.set_verify(SSL.VERIFY_PEER, lambda _c, shown, _error, depth, _ok: depth > 0 or _der(shown) in wanted)
    context.set_alpn_protos([POSTGRESQL])
    connection = SSL.Connection(context)
    if server_name is not None and not _is_address(server_name):
        connection.set_tlsext_host_name(server_name.encode("idna"))
    connection.set_connect_state()
    stream = _done(sock, connection, b"", within_seconds, clock or SystemClock())
    if stream.peer_certificate not in wanted:
        raise TlsFault("TLS: another server than the pinned one")
    return stream


def _context() -> SSL.Context:
    context = SSL.Context(SSL.TLS_METHOD)
    context.set_min_proto_version(SSL.TLS1_2_VERSION)
    context.set_cipher_list(_CIPHERS_1_2)
    context.set_options(SSL.OP_NO_TICKET | SSL.OP_NO_RENEGOTIATION | SSL.OP_NO_COMPRESSION)
    context.set_session_cache_mode(SSL.SESS_CACHE_OFF)  # nobody comes back without proving his key again
    return context


def _any(_connection: SSL.Connection, _shown: X509, _error: int, _depth: int, _ok: int) -> bool:
    return True


def _chosen(_connection: SSL.Connection, offered: list[bytes]) -> bytes:
    """A client that wants to speak something else is no client of this door (ALPACA); the raise becomes a fatal alert."""
    if POSTGRESQL not in offered:
        raise TlsFault("TLS: the client wants to speak another protocol")
    return POSTGRESQL


def _der(shown: X509) -> bytes:
    return shown.to_cryptography().public_bytes(Encoding.DER)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _done(
    sock: socket.socket, connection: SSL.Connection, begun: bytes, within_seconds: float, clock: Clock
) -> TlsStream:
    sock.settimeout(0)
    until = clock.monotonic() + within_seconds
    taken, records = len(begun), Records()
    records.ended(begun)
    if begun:
        connection.bio_write(begun)
    while not _step(sock, connection, until, clock):
        came = _received(sock, until, clock)
        taken += len(came)
        if taken > HANDSHAKE_BYTES_MAX:
            raise TlsFault("TLS: a handshake without end")
        records.ended(came)
        connection.bio_write(came)
    return TlsStream(sock, connection, records)


def _step(sock: socket.socket, connection: SSL.Connection, until: float, clock: Clock) -> bool:
    """As far as it goes with what has come; whether the handshake is done. An alert is sent before the fault is raised."""
    fault: Exception | None = None
    is_done = False
    try:
        connection.do_handshake()
        is_done = True
    except SSL.WantReadError:
        pass
    except (SSL.Error, TlsFault) as error:
        fault = error
    try:
        while True:
            _send(sock, connection.bio_read(_TAKEN_AT_ONCE), until, clock)
    except SSL.WantReadError:
        pass
    except OSError as error:
        fault = fault or error
    if isinstance(fault, SSL.Error):
        raise TlsFault(f"TLS handshake: {said(fault)}") from fault
    if fault is not None:
        raise fault
    return is_done


def _received(sock: socket.socket, until: float, clock: Clock) -> bytes:
    while True:
        _wait(sock, select.POLLIN, until, clock)
        try:
            came = sock.recv(_TAKEN_AT_ONCE)
        except BlockingIOError:
            continue
        if not came:
            raise TlsFault("TLS: the peer left in the handshake")
        return came


def _send(sock: socket.socket, data: bytes, until: float, clock: Clock) -> None:
    left = memoryview(data)
    while left:
        try:
            left = left[sock.send(left) :]
        except BlockingIOError:
            _wait(sock, select.POLLOUT, until, clock)


def _wait(sock: socket.socket, for_what: int, until: float, clock: Clock) -> None:
    poll = select.poll()
    poll.register(sock, for_what)
    left = until - clock.monotonic()
    if left <= 0 or not poll.poll(max(1, int(left * 1000))):
        raise TimeoutError("TLS: the peer is too slow in the handshake")
