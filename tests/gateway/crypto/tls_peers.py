"""Two ends of one TLS connection, each a stream that never waits, and certificates of chance for them."""

import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from gateway.crypto import tls
from gateway.crypto.tls import TlsStream


def a_certificate(name: str = "someone", key: tls.PrivateKey | None = None) -> tuple[bytes, tls.PrivateKey]:
    """DER of a self-signed certificate, and its key."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, None if not isinstance(key, ec.EllipticCurvePrivateKey) else hashes.SHA256())
    )
    return made.public_bytes(Encoding.DER), key


def pem_of(der: bytes) -> bytes:
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


SERVER = a_certificate("gateway")
TERMINAL = a_certificate("terminal")


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each came to, or the exception it ended with."""
    came: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            came[place] = act()
        except Exception as error:
            came[place] = error

    threads = [threading.Thread(target=run, args=(place, act), daemon=True) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    return came


def serve(sock: socket.socket, *, within: float = 5.0, begun: bytes = b"") -> TlsStream:
    return tls.served(sock, certificate_pem=pem_of(SERVER[0]), key=SERVER[1], within_seconds=within, begun=begun)


def reach(
    sock: socket.socket,
    *,
    client: tuple[bytes, tls.PrivateKey] | None = TERMINAL,
    pinned: tuple[bytes, ...] = (SERVER[0],),
) -> TlsStream:
    return tls.reached(sock, pinned=pinned, client=client, server_name="gate.example", within_seconds=5.0)


def joined(client: tuple[bytes, tls.PrivateKey] | None = TERMINAL) -> tuple[TlsStream, TlsStream]:
    """Server's and client's stream."""
    one, other = socket.socketpair()
    served, reached = at_once(lambda: serve(one), lambda: reach(other, client=client))
    assert isinstance(served, TlsStream), served
    assert isinstance(reached, TlsStream), reached
    return served, reached
