"""R-14: what a session gets for its target when everything is in order, and what it is told when something has ended."""

import subprocess
from dataclasses import replace
from datetime import timedelta

import paramiko
import pytest

from gateway.crypto import openssh
from gateway.crypto.openssh import string
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.identity import Standing
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
