"""A real PostgreSQL server changes its own role's password; what crosses the wire and stands in its log is no password."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest

from deploy.callcentre.accounts import as_account, is_root, own_account, service_account
from deploy.callcentre.customers import customers, write_csv
from deploy.callcentre.database_target import READER, DatabaseTarget
from deploy.callcentre.ports import free_port
from gateway.relay.postgres.target.dial import dial
from gateway.relay.reaching import NotLetIn, Unreachable
from gateway.rotation.due import Failure, rotates
from gateway.rotation.postgres import PostgresRotator
from gateway.rotation.walk import Stage, Walk
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.target import LoginWay, Protocol, Target
from tests.gateway.relay.postgres.target.a_database import (
    DATABASE,
    PASSWORD,
    ADatabase,
    Keeper,
    a_database,
    a_permit,
    made,
)
from tests.gateway.rotation.a_vault import PowerCut, Vault
from tests.gateway.storage.samples import target as sample


@dataclass
class Server:
    built: DatabaseTarget
    log: Path
    password: str

    @property
    def target(self) -> Target:
        return replace(
            sample(), name="callcenter-db", protocol=Protocol.POSTGRESQL, address="127.0.0.1", port=self.built.port,
            host_keys=(), accounts=(READER,), login=LoginWay.VAULTED_PASSWORD, management=None,
        )  # fmt: skip

    def lets_in(self, password: str) -> bool:
        try:
            psycopg.connect(
                host="127.0.0.1", port=self.built.port, dbname="postgres", user=READER, password=password
            ).close()
        except psycopg.OperationalError:
            return False
        return True


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[DatabaseTarget, Path]]:
    account = service_account("sekisho-demo") if is_root() else own_account()
    with tempfile.TemporaryDirectory(prefix="sekisho-rotation-") as base:
        os.chmod(base, 0o711)
        file = Path(base) / "customers.csv"
        write_csv(file, customers(10))
        file.chmod(0o644)
        built = DatabaseTarget(name="db", directory=Path(base) / "db", port=free_port(), account=account)
        built.prepare(file)
        built.set_password("first-password")
        with (built.directory / "data" / "postgresql.conf").open("a") as settings:
            settings.write("log_statement = 'all'\nlog_connections = off\n")
        log = Path(base) / "log"
        with log.open("wb") as output:
            server = subprocess.Popen([*as_account(account), *built.command()], stdout=output, stderr=output, cwd="/")
        try:
            while not built.is_ready():
                assert server.poll() is None
                time.sleep(0.05)
            yield built, log
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)


_passwords = {"now": "first-password"}


@pytest.fixture
def server(running: tuple[DatabaseTarget, Path]) -> Iterator[Server]:
    made = Server(*running, password=_passwords["now"])
    yield made
    _passwords["now"] = made.password


def a_vault(server: Server) -> Vault:
    return Vault(present=server.password.encode())


def test_R14_after_a_rotation_the_old_password_fails_and_the_new_one_lets_in(server: Server) -> None:
    vault = a_vault(server)
    assert Walk(vault.work(server.target), vault, vault, PostgresRotator(server.target, vault)).run() is Stage.KEPT
    old, server.password = server.password, vault.present.decode()
    assert not server.lets_in(old)
    assert server.lets_in(server.password)


def test_R14_the_servers_log_of_every_statement_holds_a_verifier_and_no_password(server: Server) -> None:
    vault = a_vault(server)
    assert Walk(vault.work(server.target), vault, vault, PostgresRotator(server.target, vault)).run() is Stage.KEPT
    old, server.password = server.password, vault.present.decode()
    log = server.log.read_text()
    assert "ALTER ROLE CURRENT_USER PASSWORD 'SCRAM-SHA-256$" in log
    assert old not in log
    assert server.password not in log


def test_R14_stopped_anywhere_the_next_walk_ends_with_the_password_the_server_has(server: Server) -> None:
    for cut_at in range(6):
        vault = a_vault(server)
        vault.cut_at = cut_at
        with pytest.raises(PowerCut):
            Walk(vault.work(server.target), vault, vault, PostgresRotator(server.target, vault)).run()
        vault.cut_at = None
        if vault.events[-1:] != ["done"]:
            rotator = PostgresRotator(server.target, vault)
            assert Walk(vault.work(server.target), vault, vault, rotator).run() is Stage.KEPT
        old, server.password = server.password, vault.present.decode()
        assert server.lets_in(server.password)
        assert not server.lets_in(old)


def test_a_password_that_is_neither_is_a_refusal_and_says_nothing_of_it(server: Server) -> None:
    vault = Vault(present=b"not this one", following=b"nor this")
    rotator = PostgresRotator(server.target, vault)
    with pytest.raises(NotLetIn) as refused:
        rotator.change()
    assert "not this" not in str(refused.value)
    assert Walk(vault.work(server.target), vault, vault, rotator).run() is Stage.FAILED
    assert vault.failures == [Failure.REFUSED]


def test_a_server_that_is_away_is_unreachable(server: Server) -> None:
    vault = Vault(following=b"x")
    away = replace(server.target, port=free_port())
    with pytest.raises(Unreachable):
        PostgresRotator(away, vault).change()
    assert Walk(vault.work(away), vault, vault, PostgresRotator(away, vault)).run() is Stage.FAILED
    assert vault.failures == [Failure.UNREACHABLE]


# --- over TLS with a pinned certificate, as every target off this machine is reached -------------------------------------


@pytest.fixture(scope="module")
def database() -> Iterator[ADatabase]:
    with a_database(settings={"log_statement": "all"}) as found:
        yield found


@pytest.fixture
def by_tls(database: ADatabase) -> Iterator[ADatabase]:
    yield database
    database.sql(f"ALTER ROLE reader CONNECTION LIMIT -1 PASSWORD '{PASSWORD.replace(chr(39), chr(39) * 2)}'")


def walked(target: Target, vault: Vault) -> Stage:
    return Walk(vault.work(target), vault, vault, PostgresRotator(target, vault)).run()


def test_R14_over_tls_to_the_pinned_server_the_password_is_changed_and_proved(by_tls: ADatabase) -> None:
    vault = Vault(present=PASSWORD.encode())
    by_tls.sql("ALTER ROLE reader SET default_transaction_read_only = on")
    assert walked(by_tls.target(), vault) is Stage.KEPT
    login = replace_secret(by_tls, vault.present)
    session = dial(a_permit(by_tls.target()), login, database=DATABASE, statement_seconds=5)
    session.stream.close()
    log = by_tls.log
    assert "ALTER ROLE CURRENT_USER PASSWORD 'SCRAM-SHA-256$" in log
    assert vault.present.decode() not in log
    assert PASSWORD not in log.partition("ALTER ROLE CURRENT_USER")[2]


def replace_secret(database: ADatabase, secret: bytes) -> Keeper:
    login = database.keeper
    login.secret = secret
    return login


def test_R14_another_server_is_told_nothing(by_tls: ADatabase) -> None:
    vault = Vault(present=PASSWORD.encode())
    assert walked(by_tls.target(host_keys=(made()[0],)), vault) is Stage.FAILED
    assert vault.failures == [Failure.OTHER_HOST]
    assert vault.present == PASSWORD.encode()


def test_R14_off_this_machine_nothing_is_said_in_the_clear(by_tls: ADatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.relay.postgres.target.dialling.is_own_machine", lambda sock: False)
    vault = Vault(present=PASSWORD.encode())
    assert walked(by_tls.target(host_keys=(), accounts=("plain",)), vault) is Stage.FAILED
    assert vault.failures == [Failure.REFUSED]


def test_a_server_without_a_place_left_is_asked_again_later(by_tls: ADatabase) -> None:
    by_tls.sql("ALTER ROLE reader CONNECTION LIMIT 0")
    vault = Vault(present=PASSWORD.encode())
    assert walked(by_tls.target(), vault) is Stage.FAILED
    assert vault.failures == [Failure.UNREACHABLE]


def test_a_role_that_may_not_enter_the_first_database_enters_the_second(by_tls: ADatabase) -> None:
    by_tls.sql("REVOKE CONNECT ON DATABASE postgres FROM PUBLIC")
    try:
        assert walked(by_tls.target(), Vault(present=PASSWORD.encode())) is Stage.KEPT
    finally:
        by_tls.sql("GRANT CONNECT ON DATABASE postgres TO PUBLIC")


@pytest.mark.parametrize("role", ["clear", "hashed", "waved"])
def test_R11_a_server_that_asks_for_something_weaker_gets_no_password(by_tls: ADatabase, role: str) -> None:
    vault = Vault(present=b"x")
    assert walked(by_tls.target(accounts=(role,)), vault) is Stage.FAILED
    assert vault.failures == [Failure.REFUSED]


def test_where_certificates_are_the_log_in_there_is_nothing_to_rotate(by_tls: ADatabase) -> None:
    target = by_tls.target(login=LoginWay.CERTIFICATE, accounts=("certified",))
    assert not rotates(target)
    vault = Vault(following=b"x")
    with pytest.raises(GatewayFault, match="no password"):
        PostgresRotator(target, vault).lets_in()
