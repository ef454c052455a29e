"""One TLS connection over a socket that is never waited for: bytes in from the socket, plain bytes out, and the other way.

OpenSSL works on memory, so nothing in here ever stands still for the network: `read` takes what has come, `write` keeps what the
socket does not take yet. Whoever waits (a poll loop) does so on `fileno()`, after a `read` that gave nothing: what came with the
handshake's last bytes is inside already, and no poll tells of it. OpenSSL is asked once for each record that has come whole: a
record gives plain bytes, or it was TLS's own and may want an answer.
"""

import socket
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from OpenSSL import SSL

from gateway.crypto.tls_records import Records

TAKEN_AT_ONCE: Final = 64 * 1024
RECORD_BYTES: Final = 16 * 1024  # of plain bytes; RFC 8446 §5.1
UNASKED_BYTES_MAX: Final = 64 * 1024  # TLS's own answers (key updates) that a peer asks for and does not take


class TlsFault(ConnectionError):
    """The peer broke TLS, or speaks something else."""


class TlsStream:
    """A stream whose handshake is done. For one thread."""

    def __init__(self, sock: socket.socket, connection: SSL.Connection, records: Records) -> None:
        """Takes over all; `connection` has no handshake left to do, and `records` has seen all that it was given."""
        self._sock, self._connection, self._records = sock, connection, records
        self._out = bytearray()
        self._unasked = 0
        self._is_fresh = True  # it may hold records nobody has counted
        self._ended = self._closed = False
        sock.settimeout(0)

    def fileno(self) -> int:
        """The socket's."""
        return self._sock.fileno()

    @property
    def peer_certificate(self) -> bytes | None:
        """The certificate (DER) whose key the peer has proved to hold; None where it showed none."""
        shown = self._connection.get_peer_certificate(as_cryptography=True)
        return None if shown is None else shown.public_bytes(Encoding.DER)

    @property
    def server_end_point(self) -> bytes | None:
        """The channel binding `tls-server-end-point` (RFC 5929 §4.1) on the side that dialled; None where it is not defined."""
        shown = self._connection.get_peer_certificate(as_cryptography=True)
        return None if shown is None else end_point_of(shown)

    @property
    def protocol(self) -> bytes:
        """What ALPN (RFC 7301) agreed on, empty for nothing."""
        return self._connection.get_alpn_proto_negotiated()

    @property
    def unsent(self) -> int:
        """Bytes the socket has not taken yet."""
        return len(self._out)

    def read(self) -> bytes | None:
        """All plain bytes that are there; none now is b"", and None the end. Never waits. Raises OSError."""
        if self._ended:
            return None
        try:
            came = self._sock.recv(TAKEN_AT_ONCE)
        except BlockingIOError:
            return self._opened(0)
        if not came:
            self._ended = True
            return None
        self._connection.bio_write(came)
        return self._opened(self._records.ended(came))

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Take all of `data`; what the socket does not take now waits for `flush`. Raises OSError."""
        if self._closed:
            raise BrokenPipeError("written after the end")
        if len(data):
            try:
                self._connection.sendall(data)
            except SSL.Error as error:
                raise TlsFault(f"TLS: {said(error)}") from error
        self._collect()
        self.flush()

    def flush(self) -> None:
        """Give the socket what it takes now. Raises OSError."""
        out = self._out
        try:
            while out:
                if len(out) <= TAKEN_AT_ONCE:
                    sent = self._sock.send(out)
                else:
                    with memoryview(out) as waiting:
                        sent = self._sock.send(waiting[:TAKEN_AT_ONCE])
                del out[:sent]
                self._unasked = max(0, self._unasked - sent) if self._unasked else 0
        except BlockingIOError:
            return

    def close(self) -> None:
        """Say good-bye (close_notify) if the socket takes it, and close the socket. Idempotent, never raises or waits."""
        if self._closed:
            return
        self._closed = True
        try:
            self._connection.shutdown()
            self._collect()
            self.flush()
        except (SSL.Error, OSError):
            self._out.clear()  # the peer has gone
        self._sock.close()

    def _opened(self, records: int) -> bytes:
        """What so many more records hold; the first time, all there is."""
        most = TAKEN_AT_ONCE if self._is_fresh else records
        self._is_fresh, pieces = False, []
        try:
            for _ in range(most):
                pieces.append(self._connection.recv(RECORD_BYTES))
        except SSL.WantReadError:
            self._answer()  # one of them was TLS's own
        except SSL.ZeroReturnError:
            self._ended = True
            self._answer()
        except SSL.Error as error:
            self._ended = True
            self._answer()
            raise TlsFault(f"TLS: {said(error)}") from error
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _answer(self) -> None:
        """What TLS itself wants to say to what has come. Bounded: a peer may ask without end and take nothing."""
        self._unasked += self._collect()
        if self._unasked:
            self.flush()
        if self._unasked > UNASKED_BYTES_MAX:
            raise TlsFault("TLS: a peer that asks and does not take the answers")

    def _collect(self) -> int:
        """Move what OpenSSL has for the peer to what waits for the socket; how many bytes."""
        before = len(self._out)
        try:
            while True:
                piece = self._connection.bio_read(TAKEN_AT_ONCE)
                self._out += piece
                if len(piece) < TAKEN_AT_ONCE:  # that was all
                    break
        except SSL.WantReadError:
            pass
        return len(self._out) - before


def end_point_of(certificate: x509.Certificate) -> bytes | None:
    """The hash of a server's certificate that binds a log-in to its TLS (RFC 5929 §4.1); None where there is none (Ed25519)."""
    used = certificate.signature_hash_algorithm
    if used is None:
        return None
    weak = isinstance(used, hashes.MD5 | hashes.SHA1)
    digest = hashes.Hash(hashes.SHA256() if weak else used)
    digest.update(certificate.public_bytes(Encoding.DER))
    return digest.finalize()


def said(error: SSL.Error) -> str:
    """OpenSSL's reasons, without what the peer sent."""
    reasons = error.args[0] if error.args and isinstance(error.args[0], list) else []
    return ", ".join(str(reason[-1]) for reason in reasons) or type(error).__name__
