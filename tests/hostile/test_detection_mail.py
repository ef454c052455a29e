"""kill -9 of the worker and a mail server that is away: no alarm is forgotten, and none is mailed again. Real processes."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import paramiko
import pytest

import gateway.wiring.events  # noqa: F401  # every kind of event
from gateway.audit.event import Event
from gateway.settings.schema import Settings
from gateway.storage.engine import open_engine, reading
from gateway.storage.stores.journal import Journal
from gateway.wiring.init import initialise
from tests.databases import state_settings
from tests.gateway.authorization.a_request import SHIPPED
from tests.gateway.wiring.a_service import CHOSEN, Service
from tests.gateway.worker.a_mail_server import MailServer, mail_server

PEOPLE = ["yamada@x.example", "kato@x.example"]
SECONDS = 40.0


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as made:
        yield made


@pytest.fixture
def service(tmp_path: Path, server: MailServer) -> Iterator[Service]:
    mail = {"host": "127.0.0.1", "port": server.port, "tls": "none", "alarms": PEOPLE}
    made = initialise(
        settings_file=tmp_path / "sekisho.toml",
        state=tmp_path / "state",
        witness=tmp_path / "witness",
        policies=SHIPPED,
        chosen={"state": state_settings(), **CHOSEN, "mail": mail},
    )
    running = Service(tmp_path, made)
    try:
        eventually(running.greets)
        yield running
    finally:
        running.stop()


def eventually(condition: Callable[[], object]) -> None:
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def events(settings: Settings, kind: str) -> list[tuple[int, Event]]:
    engine = open_engine(settings.database, application="test")
    try:
        with reading(engine) as connection:
            return [(entry.seq, entry.event()) for entry in Journal(connection).read(0, None) if entry.kind == kind]
    finally:
        engine.dispose()


def private_pc(service: Service) -> None:
    """Somebody knocks with a key nobody registered (未承認端末)."""
    before = len(events(service.settings, "login.terminal_unapproved"))
    transport = paramiko.Transport(("127.0.0.1", service.port))
    try:
        transport.start_client(timeout=20)
        with pytest.raises(paramiko.SSHException):
            transport.auth_publickey("sato", paramiko.ECDSAKey.generate())
    finally:
        transport.close()
    eventually(lambda: len(events(service.settings, "login.terminal_unapproved")) > before)


def restart_worker(service: Service) -> None:
    pid = service.pids()["worker"]
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: service.pids().get("worker", pid) != pid)


def test_R18_R57_no_alarm_is_forgotten_and_none_is_mailed_twice(service: Service, server: MailServer) -> None:
    server.stop()
    private_pc(service)
    eventually(lambda: events(service.settings, "alarm.unsent"))
    restart_worker(service)
    server.start()
    eventually(lambda: len(server.mails) == 2)
    eventually(lambda: events(service.settings, "alarm.mailed"))
    restart_worker(service)
    private_pc(service)
    eventually(lambda: len(server.mails) >= 4)
    eventually(lambda: len(events(service.settings, "alarm.mailed")) == 2)
    assert [recipient for recipient, _ in server.mails] == [*PEOPLE, *PEOPLE]
    assert len(events(service.settings, "alarm.unsent")) == 1, "one outage, whichever worker saw it"
    for (seq, _), at in zip(events(service.settings, "login.terminal_unapproved"), (0, 2), strict=True):
        for _, mail in server.mails[at : at + 2]:
            assert f"#{seq} login.terminal_unapproved" in mail.get_content()
            assert mail.get_content().count("■") == 1
            assert "未承認端末" in mail.get_content()
