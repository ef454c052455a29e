"""The supervisor: starts all, starts again what dies, stops in order, leaves nothing."""

import os
import shutil
import signal
import time

import pytest

from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring import serve
from gateway.wiring.users import OPTIONAL, PROCESSES
from tests.gateway.authorization.a_request import SHIPPED
from tests.gateway.relay.ssh.a_client import alive, wait_until
from tests.gateway.wiring.a_service import a_service, a_state


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("service")
    policies = shutil.copytree(SHIPPED, folder / "policies")
    with a_service(folder, policies) as running:
        yield running


@pytest.mark.parametrize("name", ["keeper", "registrar", "worker", "gateway", "admin_ui"])
def test_what_dies_is_started_again_and_the_door_opens_again(service, name):
    wait_until(lambda: set(service.pids()) == set(PROCESSES), 30)
    before = service.pids()
    os.kill(before[name], signal.SIGKILL)
    wait_until(lambda: service.pids().get(name, before[name]) != before[name], 20)
    wait_until(service.greets, 30)
    after = service.pids()
    assert {other for other in PROCESSES if before[other] != after.get(other)} <= {name, "registrar"}
    assert f"{name} ended with status -9" in service.log


def test_every_process_leads_a_session_of_its_own(service):
    wait_until(lambda: set(service.pids()) == set(PROCESSES), 30)
    assert {os.getsid(pid) == pid for pid in service.pids().values()} == {True}


def test_sighup_with_invalid_settings_is_refused_loudly_and_the_old_stay(service):
    file = service.settings.file
    good = file.read_text()
    try:
        file.write_text(good + "\n[gatway]\nport = 1\n")
        service.process.send_signal(signal.SIGHUP)
        service.wait_for("the old settings stay")
        assert "unknown key gatway; did you mean gateway?" in service.log
        assert service.greets()
    finally:
        file.write_text(good)


def test_sighup_with_an_invalid_policy_is_refused_loudly_and_the_old_stays(service):
    file = service.settings.policies.directory / "purposes.toml"
    good = file.read_text()
    count = service.log.count("the old settings stay")
    try:
        file.write_text(good + "\n[no.such.table]\nx = 1\n")
        service.process.send_signal(signal.SIGHUP)
        wait_until(lambda: service.log.count("the old settings stay") > count, 20)
        assert service.greets()
    finally:
        file.write_text(good)


def test_sighup_with_valid_files_is_taken(service):
    service.process.send_signal(signal.SIGHUP)
    service.wait_for("settings and policies were read again")
    assert service.greets()


def test_a_stop_ends_everything_in_order(tmp_path_factory):
    with a_service(tmp_path_factory.mktemp("s")) as running:  # a socket's path has at most 107 letters (unix(7))
        wait_until(lambda: set(running.pids()) == set(PROCESSES), 30)
        pids = running.pids()
        started = time.monotonic()
        assert running.stop() == 0
        assert time.monotonic() - started < 15
        assert not [name for name, pid in pids.items() if alive(pid)]
        assert "is killed" not in running.log


@pytest.fixture
def umask():
    """A process sets its own umask; ours comes back."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_a_process_nobody_knows_is_refused(tmp_path):
    made = a_state(tmp_path)
    with pytest.raises(GatewayFault, match="keeper, registrar, gateway, worker, admin_ui, monitor, archivist"):
        serve.serve(made.settings.file, "gatway")


def test_children_get_nothing_of_the_callers_environment(monkeypatch):
    monkeypatch.setenv("SECRET", "x")
    monkeypatch.setenv("PYTHONPATH", "/tmp")
    assert set(serve._environment()) <= {
        "PATH",
        "LANG",
        "LC_ALL",
        "TZ",
        "VIRTUAL_ENV",
        "MALLOC_ARENA_MAX",
        "PYTHONUNBUFFERED",
    }


def test_the_gateway_stops_before_what_its_sessions_need():
    assert set(serve.STOP_ORDER) == {*PROCESSES, *OPTIONAL}
    assert serve.STOP_ORDER.index("gateway") < serve.STOP_ORDER.index("registrar") < serve.STOP_ORDER.index("keeper")
