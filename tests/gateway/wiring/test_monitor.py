"""The monitor beside a running service: what it says while all is well, and when somebody is missing."""

import http.client
import os
import signal
import socket
from contextlib import closing

import pytest

from gateway.settings.reading import read as read_settings
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring import monitor
from gateway.wiring.places import places
from gateway.wiring.users import running
from tests.gateway.metrics.a_text import read
from tests.gateway.relay.ssh.a_client import wait_until
from tests.gateway.wiring.a_service import a_service, a_state, status_of

METRICS = {"metrics": {"port": 0, "free_mib": 1}}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with a_service(tmp_path_factory.mktemp("m"), more=METRICS) as running_service:
        wait_until(lambda: ask(running_service, "/readyz")[0] == 200, 40)
        wait_until(lambda: value(running_service, "sekisho_up", "process", "admin_ui") == 1, 40)
        yield running_service


def ask(service, path):
    """The status and the body; (0, b"") where nobody answers."""
    try:
        port = int(places(service.settings).metrics_port.read_text())
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as line:
            line.request("GET", path)
            answer = line.getresponse()
            return answer.status, answer.read()
    except (OSError, ValueError):
        return 0, b""


def value(service, name, label="", word=""):
    family = name.removesuffix("_count")
    return read(ask(service, "/metrics")[1])[family].samples.get((name, label, word))


def test_all_is_well(service):
    assert ask(service, "/healthz") == (200, b"alive\n")
    assert ask(service, "/readyz") == (200, b"ready\n")
    found = read(ask(service, "/metrics")[1])
    assert {word: up for (_, _, word), up in found["sekisho_up"].samples.items()} == dict.fromkeys(
        ("keeper", "registrar", "gateway", "worker", "admin_ui"), 1
    )
    assert found["sekisho_journal_entries"].samples["sekisho_journal_entries", "", ""] > 0
    assert found["sekisho_events_total"].samples["sekisho_events_total", "kind", "gateway.started"] >= 1
    assert found["sekisho_commit_seconds"].samples["sekisho_commit_seconds_count", "", ""] > 0
    assert found["sekisho_certificate_end_timestamp_seconds"].samples.keys() >= {
        ("sekisho_certificate_end_timestamp_seconds", "certificate", which) for which in ("office", "office-authority")
    }
    assert found["sekisho_door_places"].samples["sekisho_door_places", "", ""] == 2000


def test_a_failed_log_in_is_counted_and_nobody_is_named(service):
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as client:
        client.sendall(b"SSH-2.0-x\r\n" + os.urandom(200))
        client.settimeout(10)
        while client.recv(4096):
            pass
    wait_until(lambda: value(service, "sekisho_door_failed_total") >= 1, 20)
    assert b"127.0.0.1" not in ask(service, "/metrics")[1]


def test_it_runs_confined_and_holds_no_database(service):
    status = status_of(service.pids()["monitor"])
    assert status["NoNewPrivs"] == "1"
    maps = f"/proc/{service.pids()['monitor']}/maps"
    if os.access(maps, os.R_OK):  # root: the process does not let itself be looked at
        with open(maps) as file:
            assert not [line for line in file if "_sqlite3" in line or "psycopg" in line]


@pytest.mark.long
def test_processes_that_stand_still_are_not_ready_and_health_stays(service):
    names = ("keeper", "registrar")
    wait_until(lambda: ask(service, "/readyz")[0] == 200, 60)
    pids = [service.pids()[name] for name in names]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        wait_until(lambda: all(name.encode() in ask(service, "/readyz")[1] for name in names), 60)
        assert ask(service, "/readyz")[0] == 503
        assert ask(service, "/healthz")[0] == 200
        assert value(service, "sekisho_ready") == 0
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
    wait_until(lambda: ask(service, "/readyz")[0] == 200, 60)


@pytest.mark.long
def test_it_comes_again_when_it_is_killed_and_nobody_else_notices(service):
    wait_until(lambda: ask(service, "/readyz")[0] == 200, 60)
    before = service.pids()
    os.kill(before["monitor"], signal.SIGKILL)
    wait_until(lambda: service.pids().get("monitor", before["monitor"]) != before["monitor"], 20)
    wait_until(lambda: ask(service, "/readyz")[0] == 200, 60)
    after = service.pids()
    assert {name for name in before if before[name] != after.get(name)} == {"monitor"}
    assert set(after) == set(running(service.settings))


def test_without_a_port_there_is_none(tmp_path):
    made = a_state(tmp_path)
    assert "monitor" not in running(read_settings(made.settings.file))
    with pytest.raises(GatewayFault, match=r"metrics\.port is not set"):
        monitor._listening(made.settings.metrics, places(made.settings).metrics_port)


def test_a_port_that_is_taken_is_said_in_words(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        made = a_state(tmp_path, more={"metrics": {"port": taken.getsockname()[1]}})
        with pytest.raises(GatewayFault, match=r"cannot listen on 127\.0\.0\.1"):
            monitor._listening(made.settings.metrics, places(made.settings).metrics_port)
