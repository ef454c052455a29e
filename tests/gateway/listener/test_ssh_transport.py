import socket
import threading
import time

import pytest

from gateway.listener.ssh_transport import GatewayTransport
from gateway.relay.ssh import algorithms


@pytest.fixture
def transport():
    left, right = socket.socketpair()
    made = GatewayTransport(left)
    yield made
    made.close()
    left.close()
    right.close()


def test_accepting_ends_when_the_connection_does(transport):
    transport.active = True
    ended = threading.Event()
    threading.Thread(target=lambda: (transport.accept(), ended.set()), daemon=True).start()
    time.sleep(0.1)
    assert not ended.is_set()
    transport.close()
    assert ended.wait(2)
    assert transport.accept() is None


@pytest.mark.parametrize(
    ("version", "ciphers"),
    [
        ("SSH-2.0-dropbear_2022.83", algorithms.DROPBEAR_CIPHERS),
        ("SSH-2.0-OpenSSH_9.2", algorithms.CIPHERS),
        ("SSH-2.0-not-dropbear", algorithms.CIPHERS),
    ],
)
def test_only_dropbear_is_offered_dropbears_ciphers(transport, version, ciphers, monkeypatch):
    transport.remote_version = version
    transport.server_mode = True
    monkeypatch.setattr(transport, "_send_message", lambda m: None)
    transport._send_kex_init()
    assert transport.preferred_ciphers == ciphers
