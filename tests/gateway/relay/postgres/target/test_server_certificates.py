"""A server's certificate, fetched before it is pinned: proved only, in bounded time, whatever answers there."""

import ssl
import threading
import time

import pytest

from gateway.relay.postgres.target import server_certificates as module
from gateway.relay.postgres.target.server_certificates import AT_ONCE, certificate_of
from gateway.relay.reaching import Unreachable
from gateway.vocabulary.outcome import TargetError
from tests.gateway.relay.postgres.target.a_database import made
from tests.gateway.relay.postgres.target.a_liar import a_liar


def test_a_real_server_shows_its_certificate_and_another_when_it_was_renewed(database):
    assert certificate_of("127.0.0.1", database.port) == database.certificate
    der, pem, key = made()
    before = [(database.home / "data" / name).read_bytes() for name in ("server.crt", "server.key")]
    database.shows(pem, key)
    try:
        deadline = time.monotonic() + 5
        while certificate_of("127.0.0.1", database.port) != der:
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        database.shows(*before)
    while certificate_of("127.0.0.1", database.port) != database.certificate:
        time.sleep(0.02)


def test_nobody_there_is_said_in_fixed_words():
    with pytest.raises(Unreachable) as refused:
        certificate_of("127.0.0.1", 1)
    assert refused.value.text is module.NO_CERTIFICATE


@pytest.mark.parametrize(
    "says", [b"", b"N", b"S", b"S" + b"hunter2" * 1000, b"E\0\0\0\x20secret hunter2", b"SSH-2.0-hunter2\r\n"]
)
def test_a_peer_that_is_silent_or_hostile_costs_a_bounded_time_and_says_nothing_to_us(says):
    with a_liar(lambda server: (server.packet(), server.say(says), server.silence())) as target:
        began = time.monotonic()
        with pytest.raises(TargetError) as refused:
            certificate_of("127.0.0.1", target.port, seconds=0.7)
        assert time.monotonic() - began < 3
    assert "hunter2" not in f"{refused.value} {refused.value.text}"
    _let_all_end()


def test_a_certificate_whose_key_it_does_not_hold_is_not_shown(tmp_path):
    """The handshake proves the key: a server that shows another's certificate cannot finish it."""
    _, pem, _ = made()
    _, _, key = made()
    for name, content in (("crt", pem), ("key", key)):
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ssl.SSLError):
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tmp_path / "crt", tmp_path / "key")


def test_only_a_few_at_once():
    with a_liar(lambda server: server.silence()) as target:
        for _ in range(AT_ONCE):
            threading.Thread(target=_try, args=(target.port,), daemon=True).start()
        deadline = time.monotonic() + 5
        while True:
            with pytest.raises(TargetError) as refused:
                certificate_of("127.0.0.1", target.port, seconds=0.05)
            if refused.value.text is module.BUSY:
                break
            assert time.monotonic() < deadline
    _let_all_end()


def _try(port: int) -> None:
    with pytest.raises(TargetError):
        certificate_of("127.0.0.1", port, seconds=1.0)


def _let_all_end() -> None:
    deadline = time.monotonic() + 15
    while any(thread.name == "server-certificate" for thread in threading.enumerate()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
