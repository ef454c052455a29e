"""Real HAProxy in front of the doors: everybody keeps his own address, and nobody gets another's by claiming it."""

import os
import signal
import socket
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from deploy.demo_stack.settings_text import with_values
from tests.gateway.proxies.headers import binary, line
from tests.gateway.relay.ssh.a_client import wait_until
from tests.walks.clients import Client
from tests.walks.database import DatabaseClient
from tests.walks.haproxy import FROM, haproxy
from tests.walks.office import Sekisho
from tests.walks.own_stack import supervisor_of

ELSEWHERE = "127.0.0.9"
Doors = dict[str, int]


@pytest.fixture(scope="module")
def believing(demo: dict[str, Any]) -> Iterator[Doors]:
    """The demo believes HAProxy, by SIGHUP and without a restart; the ports behind."""
    file, sekisho = Path(demo["settings"]), Sekisho(demo)
    before = file.read_text()
    told = with_values(before, {part: {"proxies": [FROM]} for part in ("gateway", "postgres")})
    _reloaded(sekisho, file, told)
    yield {"ssh": demo["gateway"]["ssh"]["port"], "postgresql": demo["gateway"]["postgres"]["port"]}
    _reloaded(sekisho, file, before)


def _reloaded(sekisho: Sekisho, file: Path, text: str) -> None:
    def reloads() -> int:
        return len(sekisho.events("--kind", "settings.reloaded"))

    known = reloads()
    file.write_text(text)
    os.kill(supervisor_of(file), signal.SIGHUP)
    wait_until(lambda: reloads() > known, 20)


@pytest.fixture(scope="module")
def doors(believing: Doors, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    with haproxy(tmp_path_factory.mktemp("haproxy"), believing) as running:
        yield running


def through(demo: Mapping[str, Any], doors: Doors) -> dict[str, Any]:
    """The manifest as somebody has it who knows the balancer only."""
    gateway = demo["gateway"]
    ssh, database = (
        {**gateway[door], "port": doors[name]} for door, name in (("ssh", "ssh"), ("postgres", "postgresql"))
    )
    return {**demo, "gateway": {**gateway, "ssh": ssh, "postgres": database}}


def addresses_of(sekisho: Sekisho, username: str) -> set[str]:
    """From where the journal saw him log in: hosts."""
    return {
        event["data"]["address"].rpartition(":")[0]
        for event in sekisho.events("--kind", "login.completed", "--person", username)
    }


@pytest.mark.parametrize("send", ["send-proxy-v2", "send-proxy"])
def test_an_engineer_behind_the_balancer_keeps_his_address(
    demo: dict[str, Any], engineer: dict[str, Any], believing: Doors, tmp_path: Path, send: str
) -> None:
    with haproxy(tmp_path, {"ssh": believing["ssh"]}, send) as front:
        doors = {**believing, **front}
        client = Client(through(demo, doors), engineer, tmp_path)
        ran = client.ssh("callcenter-app", "true", options=("-b", ELSEWHERE, "-tt"))
    assert b"Permission denied" not in ran.stderr, ran.stderr
    assert addresses_of(Sekisho(demo), client.username) == {ELSEWHERE}


def test_who_comes_directly_is_served_as_before(demo: dict[str, Any], client: Client, believing: Doors) -> None:
    client.ssh("callcenter-app", "true", options=("-b", ELSEWHERE, "-tt"))
    assert addresses_of(Sekisho(demo), client.username) == {ELSEWHERE}


def test_a_database_client_behind_the_balancer_keeps_his(
    demo: dict[str, Any], engineer_with_password: dict[str, Any], doors: Doors, tmp_path: Path
) -> None:
    database = DatabaseClient(through(demo, doors), engineer_with_password, tmp_path)
    ran = database.psql("-c", "select code from client limit 1")
    assert ran.returncode == 0, ran.stderr
    assert addresses_of(Sekisho(demo), database.username) == {"127.0.0.1"}, "and not the balancer's"


@pytest.mark.parametrize("header", [line("203.0.113.9"), binary("203.0.113.9")])
def test_whoever_claims_another_address_is_turned_away(demo: dict[str, Any], doors: Doors, header: bytes) -> None:
    """Directly he is no proxy; behind the proxy his header is the second one."""
    for port in (demo["gateway"]["ssh"]["port"], doors["ssh"]):
        with socket.create_connection(("127.0.0.1", port), 10) as spoofer:
            spoofer.sendall(header + b"SSH-2.0-x\r\n")
            said = b""
            with suppress(ConnectionResetError):
                while came := spoofer.recv(4096):
                    said += came
            assert b"This port speaks SSH 2.0 only" in said or said == b""
    assert not any(
        event["data"]["address"].startswith("203.0.113.9")
        for event in Sekisho(demo).events("--kind", "connection.refused")
    )


def test_from_the_balancers_address_nobody_comes_in_without_a_header(demo: dict[str, Any], believing: Doors) -> None:
    port = believing["ssh"]
    with socket.create_connection(("127.0.0.1", port), 10, source_address=(FROM, 0)) as silent:
        silent.sendall(b"SSH-2.0-x\r\n")
        with suppress(ConnectionResetError):
            assert silent.recv(100) == b""
