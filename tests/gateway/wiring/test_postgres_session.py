"""The database door as it runs: `sekisho serve` with nobody registered yet, and clients of libpq's."""

import os
import re
import signal
import socket
import ssl
from pathlib import Path

import psycopg
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from gateway.authentication import texts
from gateway.relay.postgres.wire.opening import CancelRequest, SSLRequest
from gateway.wiring.places import places
from tests.gateway.crypto.tls_peers import a_certificate, pem_of
from tests.gateway.listener.postgres.a_database_door import STARTUP, rest_of
from tests.gateway.relay.ssh.a_client import wait_until
from tests.gateway.wiring.a_service import children, status_of


@pytest.fixture
def service(both_doors):
    return both_doors


@pytest.fixture(scope="module")
def files(both_doors):
    """A terminal's certificate and key, registered nowhere."""
    der, key = a_certificate("pc-01")
    crt, pem = both_doors.folder / "t.crt", both_doors.folder / "t.key"
    crt.write_bytes(pem_of(der))
    pem.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    pem.chmod(0o600)
    return crt, pem


def port(service) -> int:
    return int(places(service.settings).postgres_port.read_text())


def refusal(service, files, **changes) -> str:
    full = {
        "host": "localhost", "hostaddr": "127.0.0.1", "port": port(service), "user": "sato+callcenter-db",
        "dbname": "callcenter", "sslmode": "verify-full", "sslcert": str(files[0]), "sslkey": str(files[1]),
        "sslrootcert": str(places(service.settings).office_authority), "password": "x123456", "connect_timeout": 10,
    }  # fmt: skip
    full.update(changes)
    with pytest.raises(psycopg.OperationalError) as refused:
        psycopg.connect(**{name: value for name, value in full.items() if value is not None})
    return str(refused.value)


def inside(service, files) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=str(places(service.settings).office_authority))
    context.set_alpn_protocols(["postgresql"])
    context.load_cert_chain(*files)
    return context.wrap_socket(
        socket.create_connection(("127.0.0.1", port(service)), timeout=10), server_hostname="localhost"
    )


def test_the_doors_certificate_is_good_for_verify_full_and_an_unregistered_terminal_is_told(service, files) -> None:
    assert texts.UNAPPROVED_CERTIFICATE.ja in refusal(service, files)
    assert texts.UNAPPROVED_CERTIFICATE.ja in refusal(service, files, host="127.0.0.1")
    assert "certificate verify failed" in refusal(service, files, sslrootcert=str(files[0]))


def test_a_log_in_in_the_clear_costs_no_process(service, files) -> None:
    parent = service.pids()["gateway"]
    wait_until(lambda: not children(parent))
    assert "sslmode=verify-full" in refusal(service, files, sslmode="disable")
    assert not children(parent)


def test_silent_clients_cost_no_process(service) -> None:
    parent = service.pids()["gateway"]
    wait_until(lambda: not children(parent))
    clients = [socket.create_connection(("127.0.0.1", port(service)), timeout=5) for _ in range(20)]
    for client in clients[:10]:
        client.sendall(SSLRequest().encoded()[:7])
    assert service.greets()  # and the SSH door is served meanwhile
    wait_until(lambda: not children(parent))
    for client in clients:
        client.close()


def test_a_session_process_is_confined_and_has_few_threads(service, files) -> None:
    parent = service.pids()["gateway"]
    wait_until(lambda: not children(parent))
    with socket.create_connection(("127.0.0.1", port(service)), timeout=10) as client:
        client.sendall(SSLRequest().encoded())
        assert client.recv(1) == b"S"
        wait_until(lambda: len(children(parent)) == 1)
        (pid,) = children(parent)
        assert status_of(pid)["NoNewPrivs"] == "1"
        assert int(status_of(pid)["Threads"]) <= 4  # its own, and those that read keeper and registrar
        assert re.search(r"Max address space\s+1073741824\s+1073741824", Path(f"/proc/{pid}/limits").read_text())
    wait_until(lambda: not children(parent))


def test_a_cancel_for_a_process_of_ours_with_a_wrong_key_ends_nothing(service, files) -> None:
    """Neither a session process that logs in, nor the parent, nor the keeper is signalled."""
    pids = service.pids()
    with socket.create_connection(("127.0.0.1", port(service)), timeout=10) as waiting:
        waiting.sendall(SSLRequest().encoded())
        assert waiting.recv(1) == b"S"
        targets = [*pids.values(), *children(pids["gateway"]), os.getpid()]
        for pid in targets:
            with socket.create_connection(("127.0.0.1", port(service)), timeout=10) as client:
                client.sendall(CancelRequest(process_id=pid, secret_key=b"guess").encoded())
                assert rest_of(client) == b""
        with inside(service, files) as client:
            client.sendall(CancelRequest(process_id=pids["keeper"], secret_key=b"1234").encoded())
            assert rest_of(client) == b""
        assert service.pids() == pids


def test_a_session_process_that_is_signalled_too_early_goes_on(service, files) -> None:
    parent = service.pids()["gateway"]
    wait_until(lambda: not children(parent))
    with inside(service, files) as client:
        wait_until(lambda: len(children(parent)) == 1)
        os.kill(children(parent)[0], signal.SIGUSR1)
        client.sendall(STARTUP)
        assert texts.UNAPPROVED_CERTIFICATE.en.encode() in rest_of(client)


def test_nothing_of_it_was_a_defect(service) -> None:
    assert "Traceback" not in service.log
