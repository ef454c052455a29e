"""One credential for one reading of a schema: permitted by an administrator, taken once by the worker, and by nobody else."""

from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from gateway.crypto import database_client
from gateway.ipc.messages import CallRefused
from gateway.keeper import catalogue_reading, clients, database_clients
from gateway.keeper.events import KeyUse
from gateway.keeper.sealing import _target_place
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.target import LoginWay, Protocol
from tests.gateway.keeper.world import World, eventually, target

CERTIFIED, VAULTED = "callcenter-db", "old-db"
ROLE = "callcenter_reader"


@pytest.fixture
def databases(world: World) -> World:
    """`callcenter-db` takes certificates, `old-db` has a vaulted password."""
    vaulted = target(VAULTED, LoginWay.VAULTED_PASSWORD, ROLE)
    world.targets[VAULTED] = replace(vaulted, protocol=Protocol.POSTGRESQL)
    world.secrets[VAULTED] = world.field.seal(b"reader's", _target_place(VAULTED, LoginWay.VAULTED_PASSWORD))
    return world


def permit(world: World, name: str = VAULTED, by: str = "admin", account: str = ROLE) -> None:
    clients.Office(world.office(by)).permit_catalogue(name, account)


def login(world: World, name: str = VAULTED, account: str = ROLE) -> database_clients.CatalogueLogin:
    return database_clients.CatalogueLogin(world.door("worker"), target=name, account=account)


def shown_out(world: World, ask) -> None:
    """A violation: told of, and the connection is gone."""
    before = len(world.violations)
    with pytest.raises((CallRefused, GatewayFault)):
        ask()
    with eventually() as wait:
        wait(lambda: len(world.violations) == before + 1)


def test_the_worker_gets_the_password_once_and_the_journal_knows_for_whom(databases: World) -> None:
    permit(databases)
    assert login(databases).password() == b"reader's"
    (event,) = [each for each in databases.journal if each.kind == "key.used"]
    assert (event.use, event.person, event.target, event.account) == (
        KeyUse.CATALOGUE_PASSWORD,
        "P-admin",
        VAULTED,
        ROLE,
    )
    assert "reader's" not in str(databases.journal)
    shown_out(databases, login(databases).password)


def test_a_certificate_is_for_the_role_names_the_administrator_and_lives_two_minutes(databases: World) -> None:
    permit(databases, CERTIFIED)
    der = login(databases, CERTIFIED).x509(database_client.new_pair()[1])
    found = x509.load_der_x509_certificate(der)
    assert found.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == ROLE
    assert found.subject.get_attributes_for_oid(NameOID.USER_ID)[0].value == "admin"
    assert found.not_valid_after_utc - databases.clock.now() <= catalogue_reading.CERTIFICATE_LIFE
    assert [each.use for each in databases.journal if each.kind == "key.used"] == [KeyUse.CATALOGUE_CERTIFICATE]


@pytest.mark.parametrize("by", ["auditor", "supervisor", "sato"])
def test_only_an_administrator_permits_a_reading(databases: World, by: str) -> None:
    with pytest.raises(CallRefused, match=r"keeper\.role"):
        permit(databases, by=by)
    shown_out(databases, login(databases).password)


def test_a_permission_is_over_after_a_minute_and_a_half(databases: World) -> None:
    permit(databases)
    databases.clock.move(seconds=catalogue_reading.PERMITTED_FOR.total_seconds())
    shown_out(databases, login(databases).password)


def test_a_permission_is_for_one_role_on_one_target(databases: World) -> None:
    databases.targets[VAULTED] = replace(databases.targets[VAULTED], accounts=(ROLE, "owner"))
    permit(databases)
    shown_out(databases, login(databases, account="owner").password)
    shown_out(databases, lambda: login(databases, CERTIFIED).x509(database_client.new_pair()[1]))
    assert login(databases).password() == b"reader's"


@pytest.mark.parametrize(
    "changed",
    [
        {"standing": Standing.SUSPENDED},
        {"standing": Standing.REVOKED},
        {"protocol": Protocol.SSH},
        {"accounts": ("a",)},
    ],
)
def test_no_reading_of_what_is_no_database_in_service(databases: World, changed: dict) -> None:
    databases.targets[VAULTED] = replace(databases.targets[VAULTED], **changed)
    with pytest.raises(CallRefused, match=r"target\.not_available"):
        permit(databases)


def test_a_target_that_was_suspended_in_between_is_not_read(databases: World) -> None:
    permit(databases)
    databases.targets[VAULTED] = replace(databases.targets[VAULTED], standing=Standing.SUSPENDED)
    with pytest.raises(CallRefused, match=r"target\.not_available"):
        login(databases).password()


def test_nothing_leaves_that_is_not_journalled(databases: World) -> None:
    permit(databases)
    databases.journal_fails = True
    with pytest.raises((CallRefused, GatewayFault)):
        login(databases).password()


def test_the_other_way_of_logging_in_is_a_violation(databases: World) -> None:
    permit(databases)
    shown_out(databases, lambda: login(databases).x509(database_client.new_pair()[1]))


def test_permissions_are_few(databases: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue_reading, "PERMITTED_MAX", 1)
    permit(databases)
    permit_again = clients.Office(databases.office("admin"))
    with pytest.raises(CallRefused, match=r"catalogue\.busy"):
        permit_again.permit_catalogue(CERTIFIED, ROLE)
