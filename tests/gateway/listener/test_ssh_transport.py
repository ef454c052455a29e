import io
import socket
import threading
import time

import pytest
from paramiko import Ed25519Key, ServerInterface

from gateway.crypto import openssh
from gateway.listener.parent.words import OUR_VERSION
from gateway.listener.ssh_transport import GatewayTransport, Greeting
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


LINE = b"SSH-2.0-a client\r\n"


@pytest.mark.parametrize("greeting", Greeting)
@pytest.mark.parametrize("cut", [*range(1, len(LINE)), None])
def test_the_version_line_leaves_once_however_the_clients_arrives(greeting, cut):
    """Where the parent has said it the child does not, byte for byte; the client's own is read wherever it is cut."""
    left, right = socket.socketpair()
    transport = GatewayTransport(left, greeting=greeting)
    transport.add_server_key(Ed25519Key(file_obj=io.StringIO(openssh.new_pair().private.reveal().decode())))
    try:
        if greeting is Greeting.SAID:
            left.send(OUR_VERSION)
        right.sendall(LINE[:cut])
        transport.start_server(event=threading.Event(), server=ServerInterface())
        if cut is not None:
            right.sendall(LINE[cut:])
        right.settimeout(10)
        said = b""
        while len(said) < len(OUR_VERSION) + 6:
            said += right.recv(4096)
        assert said.startswith(OUR_VERSION)
        assert said[len(OUR_VERSION) + 5] == 20, "a KEXINIT follows"
        assert transport.remote_version == "SSH-2.0-a client"
    finally:
        transport.close()
        right.close()
