"""What goes through a stream, and what becomes of it where the other side breaks off."""

import socket
import ssl
import time
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from OpenSSL import SSL

from gateway.crypto.tls import TlsFault, TlsStream
from gateway.crypto.tls_records import Records
from tests.gateway.crypto.test_tls import _by_python
from tests.gateway.crypto.tls_peers import at_once, joined, serve


def _all(stream: TlsStream, size: int, other: TlsStream | None = None) -> bytes:
    got, until = b"", time.monotonic() + 5
    while len(got) < size and time.monotonic() < until:
        if other is not None:
            other.flush()
        got += stream.read() or b""
    return got


def test_reading_never_waits() -> None:
    served, _ = joined()
    begun = time.monotonic()
    assert served.read() == b""
    assert time.monotonic() - begun < 0.5


@given(st.lists(st.binary(max_size=40_000), max_size=6))
@settings(max_examples=10, deadline=None)
def test_what_is_written_is_read(pieces: list[bytes]) -> None:
    served, reached = joined()
    for piece in pieces:
        served.write(piece)
    whole = b"".join(pieces)
    assert _all(reached, len(whole), served) == whole
    served.close()
    reached.close()


def test_what_the_socket_does_not_take_is_kept_and_counted() -> None:
    served, reached = joined()
    data = bytes(8 * 1024 * 1024)
    served.write(data)
    assert served.unsent > 1024 * 1024
    assert _all(reached, len(data), served) == data
    assert served.unsent == 0


def test_the_end_is_none_and_stays_so() -> None:
    served, reached = joined()
    reached.write(b"last")
    reached.close()
    assert _all(served, 4) == b"last"
    assert served.read() is None
    assert served.read() is None


def test_a_connection_that_breaks_off_without_a_good_bye_has_ended_too() -> None:
    served, reached = joined()
    assert reached.read() == b""
    reached._sock.close()
    assert served.read() is None


def test_closing_twice_and_writing_after_it() -> None:
    served, _ = joined()
    served.close()
    served.close()
    with pytest.raises(BrokenPipeError):
        served.write(b"x")


def test_a_byte_that_was_changed_on_the_way_ends_it() -> None:
    served, reached = joined()
    raw = reached._sock
    reached._connection.sendall(b"SELECT 1")
    record = bytearray(reached._connection.bio_read(4096))
    record[-1] ^= 1
    raw.sendall(record)
    with pytest.raises(TlsFault):
        served.read()
    assert served.read() is None


def test_plain_text_after_the_handshake_ends_it() -> None:
    served, reached = joined()
    reached._sock.sendall(b"Q\0\0\0\x0dSELECT 1\0")
    with pytest.raises(TlsFault):
        served.read()


def test_renegotiation_is_refused(tmp_path: Path) -> None:
    """TLS 1.2 only; 1.3 has none. The server goes on or ends, but never shakes hands again."""
    one, other = socket.socketpair()
    context = SSL.Context(SSL.TLS_METHOD)
    context.set_max_proto_version(SSL.TLS1_2_VERSION)
    client = SSL.Connection(context, other)
    client.set_connect_state()
    served, _ = at_once(lambda: serve(one), client.do_handshake)
    assert isinstance(served, TlsStream), served
    other.settimeout(2)
    client.renegotiate()

    def insist() -> None:
        client.send(b"x")
        client.do_handshake()

    def watch() -> None:
        until = time.monotonic() + 1
        while time.monotonic() < until and served.read() is not None:
            time.sleep(0.01)

    _, refused = at_once(watch, insist)
    assert isinstance(refused, SSL.Error)
    assert served._connection.total_renegotiations() == 0


def test_a_peer_that_asks_tls_without_end_and_takes_no_answer_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Key updates (RFC 8446 §4.6.3) are answered, and nothing but the socket makes room for the answers."""
    served, reached = joined()
    served.write(bytes(8 * 1024 * 1024))
    assert served.unsent

    def answers(self: TlsStream) -> int:
        self._out += bytes(32 * 1024)
        return 32 * 1024

    monkeypatch.setattr(TlsStream, "_collect", answers)
    reached._sock.sendall(b"\x17\x03\x03\x00")
    with pytest.raises(TlsFault):
        for _ in range(4):
            served._answer()


class _AsksTls:
    """OpenSSL, when what has come is TLS's own and wants an answer."""

    def __init__(self) -> None:
        self._answers = [b"an answer"]

    def bio_write(self, came: bytes) -> int:
        return len(came)

    def recv(self, _size: int) -> bytes:
        raise SSL.WantReadError

    def bio_read(self, _size: int) -> bytes:
        if not self._answers:
            raise SSL.WantReadError
        return self._answers.pop()


def test_what_is_tlss_own_is_answered_at_once() -> None:
    one, other = socket.socketpair()
    stream = TlsStream(one, cast(SSL.Connection, _AsksTls()), Records())
    other.sendall(b"\x17\x03\x03\x00\x01.")
    assert stream.read() == b""
    other.settimeout(2)
    assert other.recv(100) == b"an answer"
    one.close()
    other.close()


def test_a_python_client_hears_the_good_bye(tmp_path: Path) -> None:
    served, client = _by_python(ssl.TLSVersion.TLSv1_3, tmp_path, ["postgresql"])
    assert isinstance(served, TlsStream), served
    assert isinstance(client, ssl.SSLSocket)
    served.write(b"E")
    served.close()
    assert client.recv(10) == b"E"
    assert client.recv(10) == b""
