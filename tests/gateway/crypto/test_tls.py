"""Who gets through a handshake, and what becomes of whoever does not."""

import socket
import ssl
import time
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from OpenSSL import SSL

from gateway.crypto import tls
from gateway.crypto.tls import TlsFault, TlsStream
from tests.gateway.crypto.tls_peers import SERVER, TERMINAL, a_certificate, at_once, joined, pem_of, reach, serve


def test_both_ends_know_each_other_by_their_certificates() -> None:
    served, reached = joined()
    assert served.peer_certificate == TERMINAL[0]
    assert reached.peer_certificate == SERVER[0]
    assert served.protocol == reached.protocol == tls.POSTGRESQL


def test_a_client_without_a_certificate_is_let_speak_so_that_it_can_be_told() -> None:
    served, _ = joined(client=None)
    assert served.peer_certificate is None


def test_a_server_that_is_not_pinned_sees_no_certificate_of_ours() -> None:
    one, other = socket.socketpair()
    served, reached = at_once(lambda: serve(one), lambda: reach(other, pinned=(TERMINAL[0],)))
    assert isinstance(reached, TlsFault)
    assert isinstance(served, TlsFault)


def test_several_pinned_certificates_are_alternatives() -> None:
    one, other = socket.socketpair()
    _, reached = at_once(lambda: serve(one), lambda: reach(other, pinned=(TERMINAL[0], SERVER[0])))
    assert isinstance(reached, TlsStream)


def test_nothing_pinned_is_nobody() -> None:
    one, other = socket.socketpair()
    _, reached = at_once(lambda: serve(one), lambda: reach(other, pinned=()))
    assert isinstance(reached, TlsFault)


def test_the_channel_binding_is_the_hash_of_the_servers_certificate() -> None:
    import hashlib

    _, reached = joined()
    assert reached.server_end_point == hashlib.sha256(SERVER[0]).digest()


def test_an_ed25519_certificate_has_no_channel_binding() -> None:
    der, key = a_certificate("ed", ed25519.Ed25519PrivateKey.generate())
    one, other = socket.socketpair()
    _, reached = at_once(
        lambda: tls.served(one, certificate_pem=pem_of(der), key=key, within_seconds=5.0),
        lambda: reach(other, pinned=(der,)),
    )
    assert isinstance(reached, TlsStream)
    assert reached.server_end_point is None


def test_a_certificate_whose_key_the_client_does_not_hold_proves_nothing() -> None:
    """A signature by another key than the certificate's: OpenSSL's client refuses to try, and ours judges it as a server."""
    stranger = ec.generate_private_key(ec.SECP256R1())
    one, other = socket.socketpair()
    served, reached = at_once(lambda: serve(one, within=1.0), lambda: reach(other, client=(TERMINAL[0], stranger)))
    assert isinstance(reached, Exception)
    assert isinstance(served, OSError)


def test_what_was_read_before_the_handshake_is_part_of_it() -> None:
    one, other = socket.socketpair()

    def begin_late() -> TlsStream:
        return serve(one, begun=one.recv(100))

    served, _ = at_once(begin_late, lambda: reach(other))
    assert isinstance(served, TlsStream)


def test_plain_text_where_tls_is_due() -> None:
    one, other = socket.socketpair()
    other.sendall(b"\0\0\0\x08\x04\xd2\x16\x2f" * 4)
    with pytest.raises(TlsFault):
        serve(one)


def test_a_client_that_says_nothing_is_waited_for_as_long_as_was_said() -> None:
    one, _other = socket.socketpair()
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        serve(one, within=0.1)
    assert time.monotonic() - begun < 2


def test_a_client_that_drips_is_cut_at_the_deadline() -> None:
    one, other = socket.socketpair()

    def drip() -> None:
        other.sendall(b"\x16\x03\x01\x40\x00\x01\x00\x3f\xfc")
        for _ in range(50):
            time.sleep(0.02)
            other.sendall(b"\x03")

    served, _ = at_once(lambda: serve(one, within=0.3), drip)
    assert isinstance(served, OSError)


def test_a_client_that_leaves_in_the_handshake() -> None:
    one, other = socket.socketpair()
    other.sendall(b"\x16\x03\x01")
    other.close()
    with pytest.raises(OSError, match="left in the handshake"):
        serve(one)


def test_a_hello_without_end_is_refused_before_it_fills_memory() -> None:
    one, other = socket.socketpair()
    record = b"\x16\x03\x01\x40\x00"

    def flood() -> None:
        other.settimeout(2)
        other.sendall(record + b"\x01\xff\xff\xff" + b"\0" * (0x4000 - 4) + (record + b"\0" * 0x4000) * 64)

    served, _ = at_once(lambda: serve(one), flood)
    assert isinstance(served, TlsFault)


@pytest.mark.parametrize("version", [SSL.TLS1_VERSION, SSL.TLS1_1_VERSION])
def test_old_versions_are_refused(version: int) -> None:
    one, other = socket.socketpair()
    context = SSL.Context(SSL.TLS_METHOD)
    context.set_cipher_list(b"ALL:@SECLEVEL=0")
    context.set_min_proto_version(version)
    context.set_max_proto_version(version)
    old = SSL.Connection(context, other)
    old.set_connect_state()
    served, reached = at_once(lambda: serve(one), old.do_handshake)
    assert isinstance(served, TlsFault)
    assert isinstance(reached, SSL.Error)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_python_s_own_tls_gets_in(version: ssl.TLSVersion, tmp_path: Path) -> None:
    served, _ = _by_python(version, tmp_path, [])
    assert isinstance(served, TlsStream), served
    assert served.peer_certificate == TERMINAL[0]
    assert served.protocol == b""


def test_a_client_of_another_protocol_is_refused(tmp_path: Path) -> None:
    served, reached = _by_python(ssl.TLSVersion.TLSv1_3, tmp_path, ["http/1.1"])
    assert isinstance(served, TlsFault)
    assert "another protocol" in str(served), "we end it, whatever the client thinks of it"
    assert isinstance(reached, ssl.SSLError)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_session_is_not_resumed(version: ssl.TLSVersion, tmp_path: Path) -> None:
    """Or whoever has a ticket would be a terminal without its key."""
    context = _python_context(version, tmp_path)
    kept: ssl.SSLSession | None = None
    for _ in range(2):
        one, other = socket.socketpair()
        served, client = at_once(
            lambda one=one: serve(one),
            lambda other=other, kept=kept: context.wrap_socket(other, session=kept),
        )
        assert isinstance(served, TlsStream), served
        assert isinstance(client, ssl.SSLSocket)
        served.write(b"x")
        assert client.recv(1) == b"x"
        kept = client.session
        assert not client.session_reused
        assert served.peer_certificate == TERMINAL[0]


def test_a_split_at_any_byte_gives_the_same() -> None:
    """The client's whole flight, one byte at a time."""
    one, middle = socket.socketpair()
    behind, other = socket.socketpair()

    def drip(done: list[bool]) -> None:
        for sock in (middle, behind):
            sock.settimeout(0.005)
        while not done:
            for source, sink in ((behind, middle), (middle, behind)):
                try:
                    for octet in source.recv(4096):
                        sink.sendall(bytes([octet]))
                except TimeoutError:
                    continue

    done: list[bool] = []

    def reach_and_say() -> TlsStream:
        reached = reach(other)
        reached.write(b"StartupMessage")
        return reached

    def serve_and_stop() -> bytes:
        served, got = serve(one), b""
        while len(got) < 14:
            got += served.read() or b""
        done.append(True)
        return got

    got, _, _ = at_once(serve_and_stop, reach_and_say, lambda: drip(done))
    assert got == b"StartupMessage"


def _python_context(version: ssl.TLSVersion, tmp_path: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = context.maximum_version = version
    (tmp_path / "c.pem").write_bytes(pem_of(TERMINAL[0]))
    key = TERMINAL[1].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "k.pem").write_bytes(key)
    context.load_cert_chain(tmp_path / "c.pem", tmp_path / "k.pem")
    return context


def _by_python(version: ssl.TLSVersion, tmp_path: Path, protocols: list[str]) -> list[object]:
    one, other = socket.socketpair()
    context = _python_context(version, tmp_path)
    if protocols:
        context.set_alpn_protocols(protocols)
    return at_once(lambda: serve(one), lambda: context.wrap_socket(other))
