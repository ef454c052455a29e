"""The parent and a live session process, as the kernel sees them."""

import os
import re
import signal
import socket
import sys
from pathlib import Path

import pytest

from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring.gateway import FORBIDDEN, SESSION_DESCRIPTORS, assert_lean
from tests.gateway.relay.ssh.a_client import alive, wait_until
from tests.gateway.wiring.a_service import children, status_of


@pytest.fixture
def service(both_doors):
    return both_doors


@pytest.fixture
def session(service):
    """The process id of a connection that has spoken and waits."""
    parent = service.pids()["gateway"]
    wait_until(lambda: not children(parent))
    with socket.create_connection(("127.0.0.1", service.port)) as client:
        client.settimeout(10)
        client.sendall(b"SSH-2.0-test\r\n")
        said = b""
        while len(said) < 100:  # more than our version line, which the parent says: the child's first packet
            said += client.recv(4096)
        wait_until(lambda: children(parent))
        yield children(parent)[0]
    wait_until(lambda: not children(parent))


def test_the_parent_has_one_thread(service):
    assert status_of(service.pids()["gateway"])["Threads"] == "1"


def test_the_parent_holds_no_database(service):
    maps = Path(f"/proc/{service.pids()['gateway']}/maps").read_text()
    assert not re.search(r"sqlite|psycopg|sqlalchemy|libpq", maps)


@pytest.mark.parametrize("module", FORBIDDEN)
def test_a_parent_that_loaded_a_database_module_does_not_start(module, monkeypatch):
    for other in FORBIDDEN:
        monkeypatch.delitem(sys.modules, other, raising=False)
    assert_lean()
    monkeypatch.setitem(sys.modules, module, os)
    with pytest.raises(GatewayFault, match=module):
        assert_lean()


def test_a_session_process_can_gain_no_rights_and_is_not_read_by_others(session):
    assert status_of(session)["NoNewPrivs"] == "1"
    assert Path(f"/proc/{session}/environ").stat().st_uid == 0  # not dumpable (proc(5))


def test_a_session_process_has_bounds(session):
    limits = Path(f"/proc/{session}/limits").read_text()
    assert re.search(r"Max core file size\s+0\s+0", limits)
    assert re.search(rf"Max open files\s+{SESSION_DESCRIPTORS}\s+{SESSION_DESCRIPTORS}", limits)
    assert re.search(r"Max address space\s+1073741824\s+1073741824", limits)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may look at the descriptors of a process that is not dumpable")
def test_a_session_process_holds_its_client_and_its_lines_and_no_file(session):
    """The pipe tells the parent how far the log-in is; it is closed once a key is proved."""
    held = {int(fd.name): os.readlink(fd) for fd in Path(f"/proc/{session}/fd").iterdir()}
    others = {number: what for number, what in held.items() if number > 2}
    assert sorted(what.split(":")[0] for what in others.values()) == ["pipe", *["socket"] * 3], others


def test_the_parent_lives_on_when_a_session_process_does_not(service, session):
    parent = service.pids()["gateway"]
    os.kill(session, 9)
    wait_until(lambda: not alive(session))
    assert service.greets()
    assert service.pids()["gateway"] == parent


def test_the_start_is_in_the_journal(service):
    assert "not journalled" not in service.log


def test_another_program_in_the_parents_place_keeps_its_sessions_and_its_doors(service, session):
    """SIGUSR2 to the supervisor, which passes it on: an upgrade that ends nobody's session."""
    pids, ports = service.pids(), (service.port, service.postgres_port)
    started = service.log.count("begins anew")
    os.kill(service.process.pid, signal.SIGUSR2)
    wait_until(lambda: service.log.count("begins anew") > started)
    wait_until(service.greets, 30)
    assert service.pids() == pids, "nobody was started again"
    assert session in children(pids["gateway"])
    assert alive(session)
    assert (service.port, service.postgres_port) == ports
    assert status_of(pids["gateway"])["Threads"] == "1"
    maps = Path(f"/proc/{pids['gateway']}/maps").read_text()
    assert not re.search(r"sqlite|psycopg|sqlalchemy|libpq", maps)
