"""R-14: what a session gets for its target when everything is in order, and what it is told when something has ended."""

import subprocess
from dataclasses import replace
from datetime import timedelta

import paramiko
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from gateway.crypto import database_client, openssh
from gateway.crypto.digest import sha256
from gateway.crypto.openssh import string
from gateway.ipc.messages import CallRefused
from gateway.keeper.events import KeyUse
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault
from gateway.work_orders.order import Standing as OrderStanding
from tests.gateway.keeper.world import World


def shown(line: bytes, folder) -> str:
    (folder / "k-cert.pub").write_bytes(line + b"\n")
    command = ["ssh-keygen", "-Lf", folder / "k-cert.pub"]
    return subprocess.run(command, capture_output=True, text=True, check=True, env={"TZ": "UTC"}).stdout


def test_R14_R17_a_certificate_of_minutes_names_person_session_and_order(world, tmp_path):
    caller = world.bound()
    headed = world.headed(caller)
    pair = openssh.new_pair()
    said = shown(world.login_to(caller, headed).certificate(pair.public), tmp_path)
    assert f'Key ID: "person=sato session={headed.header.session} order=WO-sato"' in said
    assert said.split("Principals:")[1].split("Critical")[0].split() == ["app"]
    assert said.split("Extensions:")[1].split() == ["permit-pty"]
    assert "to 2026-11-22T03:02:35" in said  # now is 03:00:35
    said = shown(world.login_to(caller, headed).certificate(pair.public, terminal="none"), tmp_path)
    assert "Extensions: (none)" in said


def test_R23_a_certificate_never_outlives_its_order(world, tmp_path):
    caller = world.bound()
    headed = world.headed(caller)
    world.orders["WO-sato"] = replace(world.orders["WO-sato"], ends_at=world.clock.now() + timedelta(seconds=20))
    said = shown(world.login_to(caller, headed).certificate(openssh.new_pair().public), tmp_path)
    assert "to 2026-11-22T03:00:55" in said


def refused(login) -> str:
    with pytest.raises(CallRefused) as refusal:
        login.certificate(openssh.new_pair().public)
    return refusal.value.code


@pytest.mark.parametrize(
    "changes",
    [
        {"standing": OrderStanding.ASKED},
        {"standing": OrderStanding.WITHDRAWN},
        {"standing": OrderStanding.LAPSED},
        {"approvals": ()},
        {"ends_at": "past"},
        {"starts_at": "future"},
    ],
)
def test_R23_R26_an_order_that_is_not_valid_now_is_refused_in_words(world, changes):
    caller = world.bound()
    headed = world.headed(caller)
    moments = {"past": world.clock.now(), "future": world.clock.now() + timedelta(seconds=1)}
    changes = {name: moments.get(value, value) if isinstance(value, str) else value for name, value in changes.items()}
    world.orders["WO-sato"] = replace(world.orders["WO-sato"], **changes)
    assert refused(world.login_to(caller, headed)) == "order.not_valid"
    assert not world.violations


@pytest.mark.parametrize("changes", [{"standing": Standing.SUSPENDED}, {"accounts": ("root",)}, None])
def test_a_target_that_went_is_refused_in_words(world, changes):
    caller = world.bound()
    headed = world.headed(caller)
    if changes is None:
        del world.targets["callcenter-app"]
    else:
        world.targets["callcenter-app"] = replace(world.targets["callcenter-app"], **changes)
    assert refused(world.login_to(caller, headed)) == "target.not_available"


def test_a_person_suspended_meanwhile_is_refused_in_words(world):
    caller = world.bound()
    headed = world.headed(caller)
    world.people["sato"] = replace(world.people["sato"], standing=Standing.SUSPENDED)
    assert refused(world.login_to(caller, headed)) == "person.not_active"


def test_R14_a_vaulted_password_for_its_target(world):
    caller = world.bound()
    headed = world.headed(caller, target="old-switch", account="admin")
    assert world.login_to(caller, headed).password() == b"switch password"


def test_a_missing_vaulted_secret_is_said(world):
    caller = world.bound()
    headed = world.headed(caller, target="old-switch", account="admin")
    del world.secrets["old-switch"]
    with pytest.raises(CallRefused) as refusal:
        world.login_to(caller, headed).password()
    assert refusal.value.code == "target.no_secret"


@pytest.mark.parametrize(("kind", "algorithm"), [("ed25519", "ssh-ed25519"), ("rsa", "rsa-sha2-256")])
def test_R14_a_vaulted_key_signs_and_stays(keys, tmp_path, kind, algorithm):
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", tmp_path / "k"], check=True)
    world = World(keys.parent, vaulted_key=(tmp_path / "k").read_bytes())
    try:
        caller = world.bound()
        login = world.login_to(caller, world.headed(caller, target="old-host", account="maint"))
        blob = login.vaulted_key()
        asked = string(b"maint") + string(b"ssh-connection") + string(b"publickey") + b"\x01"
        data = string(bytes(32)) + b"\x32" + asked + string(algorithm.encode()) + string(blob)
        public = paramiko.PKey.from_type_string(openssh.key_type(blob), blob)
        assert public.verify_ssh_sig(data, paramiko.Message(login.sign(data)))
    finally:
        world.close()


# --- databases: a client certificate for a role --------------------------------------------------------------------------


def a_database_session(world):
    caller = world.bound()
    return caller, world.headed(caller, target="callcenter-db", account="callcenter_reader")


def certificate_of(world, caller, headed, **changes):
    public = database_client.new_pair()[1]
    return x509.load_der_x509_certificate(world.login_to(caller, headed, **changes).x509(public))


def test_R14_R17_a_databases_client_certificate_is_the_roles_for_two_minutes_and_names_the_person(world):
    caller, headed = a_database_session(world)
    found = certificate_of(world, caller, headed)
    assert found.subject.rfc4514_string() == f"OU={headed.header.session},UID=sato,CN=callcenter_reader"
    assert found.not_valid_after_utc - world.clock.now().replace(microsecond=0) == timedelta(minutes=2)
    assert list(found.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) == [
        ExtendedKeyUsageOID.CLIENT_AUTH
    ]
    found.verify_directly_issued_by(x509.load_der_x509_certificate(world.databases.certificate))
    used = world.journal[-1]
    assert (used.use, used.account, used.target) == (KeyUse.DATABASE_CERTIFICATE, "callcenter_reader", "callcenter-db")
    assert used.digest == sha256(found.public_bytes(Encoding.DER))


def test_R23_a_client_certificate_never_outlives_its_order(world):
    caller, headed = a_database_session(world)
    world.orders["WO-sato"] = replace(world.orders["WO-sato"], ends_at=world.clock.now() + timedelta(seconds=20))
    assert certificate_of(world, caller, headed).not_valid_after_utc == world.clock.now() + timedelta(seconds=20)


@pytest.mark.parametrize("changes", [{"standing": OrderStanding.WITHDRAWN}, {"approvals": ()}])
def test_R23_R26_without_a_valid_order_there_is_no_client_certificate(world, changes):
    caller, headed = a_database_session(world)
    world.orders["WO-sato"] = replace(world.orders["WO-sato"], **changes)
    with pytest.raises(CallRefused) as refusal:
        certificate_of(world, caller, headed)
    assert refusal.value.code == "order.not_valid"


def test_a_state_without_the_authority_says_what_to_do(world):
    caller, headed = a_database_session(world)
    world.keeper.targets._databases = None
    with pytest.raises(CallRefused) as refusal:
        certificate_of(world, caller, headed)
    assert refusal.value.code == "target.no_authority"
    assert "sekisho init" in refusal.value.text.en


def test_nothing_leaves_that_the_journal_does_not_hold(world):
    caller, headed = a_database_session(world)
    world.journal_fails = True
    with pytest.raises((CallRefused, GatewayFault)):
        certificate_of(world, caller, headed)
