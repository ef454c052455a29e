"""R-44, R-83, R-11: a whole gateway whose records are in PostgreSQL, across TLS, each process in its own role."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.settings.reading import read
from gateway.storage.engine import open_engine, reading
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring.database import address_of
from gateway.wiring.init import initialise
from tests.gateway.authorization.a_request import SHIPPED
from tests.gateway.relay.ssh.a_client import wait_until
from tests.gateway.wiring.a_service import CHOSEN, Service, children
from tests.walks.clients import eventually
from tests.walks.own_postgres import BY_CERTIFICATE, OwnPostgres, own_postgres

pytestmark = pytest.mark.xdist_group("records-on-postgresql")


@pytest.fixture(scope="module")
def server() -> Iterator[OwnPostgres]:
    with own_postgres() as made:
        yield made


@pytest.fixture(scope="module")
def service(server: OwnPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    state = {"database": server.url, "database_credentials": server.credentials}
    made = initialise(
        settings_file=folder / "sekisho.toml",
        state=folder / "state",
        witness=folder / "witness",
        policies=SHIPPED,
        chosen={**CHOSEN, "state": state},
    )
    running = Service(folder, made)
    try:
        wait_until(running.greets, 60)
        wait_until(lambda: len(connections(server)) == 4, 60)
        yield running
    finally:
        running.stop()


def connections(server: OwnPostgres) -> dict[str, tuple[str, bool]]:
    """By what the process calls itself: its role, and whether TLS is between."""
    found = server.ask(
        "SELECT application_name, usename, ssl FROM pg_stat_activity JOIN pg_stat_ssl USING (pid) WHERE usename <> 'postgres'"
        " AND application_name NOT LIKE '%-held'"
    )
    return {name: (role, encrypted) for name, role, encrypted in found}


def sekisho(service: Service, *words: str, **more: str) -> tuple[int, dict[str, object]]:
    ran = subprocess.run(
        [sys.executable, "-m", "gateway", *words, "--json"],
        env={"PATH": os.environ["PATH"], "SEKISHO_SETTINGS": str(service.settings.file), **more},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return ran.returncode, json.loads(ran.stdout)


def test_R44_each_process_has_its_own_role_over_tls(service: Service, server: OwnPostgres) -> None:
    assert connections(server) == {
        "sekisho-keeper": ("sekisho_keeper", True),
        "sekisho-registrar": ("sekisho_registrar", True),
        "sekisho-worker": ("sekisho_worker", True),
        "sekisho-admin-ui": ("sekisho_office", True),
    }
    assert sekisho(service, "database", "roles")[1]["holds"] is True
    assert eventually(lambda: sekisho(service, "audit", "verify")[1]["outcome"] == "holds", 90), (
        "signed within a minute"
    )


def test_R83_no_password_in_arguments_environment_log_or_state(service: Service, server: OwnPostgres) -> None:
    planted = [word.encode() for word in server.passwords.values()]
    pids = [service.process.pid, *children(service.process.pid)]
    assert len(pids) > 4
    seen = [Path(f"/proc/{pid}/{what}").read_bytes() for pid in pids for what in ("cmdline", "environ")]
    seen += [file.read_bytes() for file in service.folder.rglob("*") if file.is_file()]
    seen.append((server.home / "log").read_bytes())
    assert any(str(server.port).encode() in each for each in seen), "the search sees nothing"
    assert not [each for each in seen for word in planted if word in each]
    assert not [each for each in seen if b"planted-" in each]


def test_R83_a_server_of_another_authority_is_not_spoken_to(
    service: Service, server: OwnPostgres, tmp_path: Path
) -> None:
    another = tmp_path / "another.crt"
    another.write_bytes((server.credentials / f"{BY_CERTIFICATE}.crt").read_bytes())
    good = address_of(service.settings, "keeper")
    url, replaced = re.subn(r"sslrootcert=[^&]+", f"sslrootcert={another}", good)
    assert replaced == 1
    engine = open_engine(url)
    with pytest.raises(GatewayFault, match="certificate verify failed"), reading(engine):
        pass
    engine.dispose()


def test_R83_another_processs_credentials_open_nothing(service: Service, server: OwnPostgres, tmp_path: Path) -> None:
    """The keeper's password and the registrar's certificate are theirs: shown for another role they are refused."""
    for own, other in (("keeper", "registrar"), ("keeper", "office"), ("registrar", "keeper")):
        url = address_of(service.settings, own).replace(f"sekisho_{own}@", f"sekisho_{other}@")
        engine = open_engine(url)
        with (
            pytest.raises(GatewayFault, match=r"authentication failed|no password supplied|valid client certificate"),
            reading(engine),
        ):
            pass
        engine.dispose()


def test_R83_a_password_file_others_can_read_and_a_password_in_the_environment_are_refused(
    service: Service, server: OwnPostgres
) -> None:
    file = server.credentials / "office.pgpass"
    file.chmod(0o640)
    try:
        status, said = sekisho(service, "database", "roles")
    finally:
        file.chmod(0o600)
    assert status == 2
    assert "chmod 0600" in str(said)
    status, said = sekisho(service, "database", "roles", PGPASSWORD="planted-in-the-environment")
    assert status == 2
    assert "PGPASSWORD is set" in str(said)
    assert "planted" not in str(said)


@pytest.mark.long
def test_R44_a_right_given_by_hand_is_found_and_the_process_does_not_start_again(
    service: Service, server: OwnPostgres
) -> None:
    server.ask("GRANT UPDATE ON journal TO sekisho_worker")
    status, said = sekisho(service, "database", "roles")
    assert (status, said["holds"]) == (1, False)
    (worker,) = [role for role in said["roles"] if role["process"] == "worker"]  # type: ignore[attr-defined]
    assert worker["more"] == ["UPDATE journal"]
    os.kill(service.pids()["worker"], 9)
    service.wait_for("role sekisho_worker is not what worker is to have; too much: UPDATE journal")
    again = read(service.settings.file)
    initialise(
        settings_file=again.file, state=again.state.directory, witness=again.state.witness, policies=SHIPPED, chosen={}
    )
    assert sekisho(service, "database", "roles")[0] == 0
    wait_until(lambda: "sekisho-worker" in connections(server), 30)


@pytest.mark.long
def test_R11_a_server_that_is_killed_and_comes_back_is_used_again_by_itself(
    service: Service, server: OwnPostgres
) -> None:
    before = sekisho(service, "audit", "verify")[1]
    assert before["outcome"] == "holds"
    registrar = service.pids()["registrar"]
    server.kill()
    wait_until(lambda: service.pids().get("registrar") != registrar, 30)
    status, said = sekisho(service, "audit", "verify")
    assert status == 2, said
    server.start()
    wait_until(lambda: "sekisho-registrar" in connections(server), 60)
    wait_until(service.greets, 60)
    wait_until(lambda: {"sekisho-registrar", "sekisho-worker"} <= connections(server).keys(), 60)
    after = sekisho(service, "audit", "verify")[1]
    assert after["outcome"] == "holds"
    started = [each["kind"] for each in sekisho(service, "audit", "show")[1]["entries"]]  # type: ignore[attr-defined]
    assert started.count("registrar.started") >= 2
