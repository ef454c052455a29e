"""A worker that has been taken over asks the keeper for more than a rotation gives, and others ask for what is the worker's."""

import subprocess
from dataclasses import replace

import msgspec
import pytest

from gateway.crypto import openssh
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients, requests
from gateway.keeper.events import KeyUse
from gateway.keeper.sealing import _target_place
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.target import LoginWay, Protocol
from tests.gateway.keeper.conftest import fresh_keys, keys, world
from tests.gateway.keeper.world import World, eventually, target

__all__ = ["fresh_keys", "keys", "world"]
SWITCH = "old-switch"


@pytest.fixture
def switch(world: World) -> World:
    """`old-switch` has a vaulted password and a management account."""
    world.targets[SWITCH] = replace(target(SWITCH, LoginWay.VAULTED_PASSWORD, "admin"), management="gateadm")
    return world


def begin(world: World, name: str = SWITCH) -> bytes:
    """The next password is kept, as the registrar does it."""
    sealed = clients.Rotation(world.door("worker")).prepare(name)
    world.secrets[f"{name} next"] = sealed
    return sealed


def attack(world: World, ask) -> None:
    """It is a violation: refused without a reason, told of, and the connection is gone."""
    before, caller = len(world.violations), world.door("worker")
    with pytest.raises(CallRefused) as refused:
        ask(clients.Rotation(caller))
    assert refused.value.code == "ipc.refused"
    with eventually() as wait:
        wait(lambda: caller.closed)
    assert len(world.violations) == before + 1


def public() -> bytes:
    return openssh.new_pair().public


def test_R14_a_rotation_as_it_should_be_and_every_use_is_journalled_first(switch: World) -> None:
    worker = clients.Rotation(switch.door("worker"))
    switch.secrets[f"{SWITCH} next"] = worker.prepare(SWITCH)
    following, present = worker.password(SWITCH, "next"), worker.password(SWITCH, "present")
    assert present.reveal() == b"switch password"
    assert len(following.reveal()) == 32
    assert following != present
    line = worker.certificate(SWITCH, public())
    assert [(event.use, event.target, event.person, event.session) for event in switch.journal] == [
        (KeyUse.ROTATION_PASSWORD, SWITCH, None, None),
        (KeyUse.ROTATION_PASSWORD, SWITCH, None, None),
        (KeyUse.ROTATION_CERTIFICATE, SWITCH, None, None),
    ]
    assert following.reveal() not in str(switch.journal).encode()
    assert line.startswith(b"ssh-ed25519-cert-v01@openssh.com ")


def test_R14_the_certificate_is_for_the_management_account_and_one_command(switch: World) -> None:
    begin(switch)
    line = clients.Rotation(switch.door("worker")).certificate(SWITCH, public())
    assert _said_by_ssh_keygen(line) == {
        "principal": "gateadm", "command": "sudo -n /usr/sbin/chpasswd", "extensions": [], "key_id": f"rotation target={SWITCH}",
    }  # fmt: skip
    switch.targets[SWITCH] = replace(switch.targets[SWITCH], management="root")
    line = clients.Rotation(switch.door("worker")).certificate(SWITCH, public())
    assert _said_by_ssh_keygen(line)["command"] == "/usr/sbin/chpasswd"


def _said_by_ssh_keygen(line: bytes) -> dict[str, object]:
    shown = subprocess.run(["ssh-keygen", "-L", "-f", "-"], input=line, capture_output=True, check=True).stdout.decode()
    lines = [each.strip() for each in shown.splitlines()]
    extensions = lines[lines.index(next(each for each in lines if each.startswith("Extensions:"))) :]
    return {
        "principal": lines[lines.index("Principals:") + 1],
        "command": next(each for each in lines if each.startswith("force-command")).removeprefix("force-command "),
        "extensions": [each for each in extensions[1:] if each],
        "key_id": next(each for each in lines if each.startswith("Key ID:")).split('"')[1],
    }


@pytest.mark.parametrize("what", ["password", "certificate"])
def test_R14_nothing_is_shown_before_the_next_password_is_kept(switch: World, what: str) -> None:
    asks = {
        "password": lambda w: w.password(SWITCH, "present"),
        "certificate": lambda w: w.certificate(SWITCH, public()),
    }
    attack(switch, asks[what])
    assert switch.journal == [] or all(not hasattr(event, "use") for event in switch.journal)


@pytest.mark.parametrize(
    "name", ["callcenter-app", "old-host", "elsewhere", "nowhere", "old-switch; id", "\x1b[2J"],
)  # fmt: skip
def test_R14_a_target_we_change_no_password_of(switch: World, name: str) -> None:
    for ask in (
        lambda w: w.prepare(name),
        lambda w: w.password(name, "present"),
        lambda w: w.certificate(name, public()),
    ):
        attack(switch, ask)


def test_R14_a_target_without_management_gives_nothing_whatever_is_kept(switch: World) -> None:
    begin(switch)
    switch.targets[SWITCH] = replace(switch.targets[SWITCH], management=None)
    attack(switch, lambda w: w.certificate(SWITCH, public()))
    attack(switch, lambda w: w.password(SWITCH, "next"))
    attack(switch, lambda w: w.prepare(SWITCH))


def test_R14_a_database_has_no_management_account_to_be_certified(switch: World) -> None:
    switch.targets[SWITCH] = replace(switch.targets[SWITCH], protocol=Protocol.POSTGRESQL, management=None)
    begin(switch)
    assert clients.Rotation(switch.door("worker")).password(SWITCH, "present").reveal() == b"switch password"
    attack(switch, lambda w: w.certificate(SWITCH, public()))


def test_R14_a_revoked_target_is_left_alone(switch: World) -> None:
    begin(switch)
    switch.targets[SWITCH] = replace(switch.targets[SWITCH], standing=Standing.REVOKED)
    attack(switch, lambda w: w.password(SWITCH, "next"))


def test_R14_a_second_next_password_is_not_made(switch: World) -> None:
    first = begin(switch)
    with pytest.raises(CallRefused) as refused:
        clients.Rotation(switch.door("worker")).prepare(SWITCH)
    assert refused.value.code == "rotation.begun"
    assert switch.secrets[f"{SWITCH} next"] == first


def test_R14_a_sealed_password_of_another_target_or_kind_does_not_open(switch: World) -> None:
    seal = switch.field.seal
    for planted in (
        seal(b"x", _target_place("elsewhere", LoginWay.VAULTED_PASSWORD)),
        seal(b"x", _target_place(SWITCH, LoginWay.VAULTED_KEY)),
        seal(b"x", b"sekisho credential password\0P-sato"),
    ):
        switch.secrets[f"{SWITCH} next"] = planted
        with pytest.raises((CallRefused, GatewayFault)) as refused:
            clients.Rotation(switch.door("worker")).password(SWITCH, "next")
        assert str(refused.value) != "x"


def test_R14_what_cannot_be_journalled_is_not_shown(switch: World) -> None:
    begin(switch)
    switch.journal_fails = True
    for ask in (lambda w: w.password(SWITCH, "next"), lambda w: w.certificate(SWITCH, public())):
        with pytest.raises((CallRefused, GatewayFault)):
            ask(clients.Rotation(switch.door("worker")))


@pytest.mark.parametrize("role", ["office", "registrar", "gateway", "session"])
def test_R14_no_other_process_asks_for_a_rotation(switch: World, role: str) -> None:
    begin(switch)
    for name, params in (
        ("rotation.prepare", requests.RotationOf(target=SWITCH)),
        ("rotation.password", requests.RotationPassword(target=SWITCH, which="next")),
        ("rotation.certificate", requests.RotationCertificate(target=SWITCH, public_key=public())),
    ):
        caller = switch.bound("sato", "C-9") if role == "session" else switch.door(role)
        with pytest.raises(CallRefused) as refused:
            caller.call(name, params, bytes)
        assert refused.value.code == "ipc.refused"


@pytest.mark.parametrize(
    "name",
    ["target.password", "target.certificate", "target.sign", "recording.open", "fields.open", "credential.seal",
     "target_secret.seal", "checkpoint.sign", "hostkey.sign", "demo.bind"],
)  # fmt: skip
def test_R14_the_worker_has_nothing_else_to_ask(switch: World, name: str) -> None:
    begin(switch)
    caller = switch.door("worker")
    params = requests.TargetAsked(session="S-1", order="WO-sato", target=SWITCH, account="admin")
    with pytest.raises(CallRefused) as refused:
        caller.call(name, params, bytes)
    assert refused.value.code == "ipc.refused"


@pytest.mark.parametrize(
    "wrong",
    [{"target": ""}, {"target": "x" * 200}, {"target": SWITCH, "which": "both"}, {"target": SWITCH}, {},
     {"target": SWITCH, "which": "next", "account": "root"}],
)  # fmt: skip
def test_R14_a_request_of_another_shape_ends_the_connection(switch: World, wrong: dict[str, str]) -> None:
    begin(switch)

    class Shapeless(requests.Asked, frozen=True, kw_only=True):
        target: str | msgspec.UnsetType = msgspec.UNSET
        which: str | msgspec.UnsetType = msgspec.UNSET
        account: str | msgspec.UnsetType = msgspec.UNSET

    caller = switch.door("worker")
    with pytest.raises((CallRefused, GatewayFault)):
        caller.call("rotation.password", Shapeless(**wrong), bytes)
    with eventually() as wait:
        wait(lambda: caller.closed)


def test_R14_a_key_that_is_no_fresh_ed25519_key_is_not_certified(switch: World) -> None:
    begin(switch)
    for blob in (b"", b"x" * 51, b"\0\0\0\x07ssh-rsa" + b"\0" * 40):
        attack(switch, lambda w, blob=blob: w.certificate(SWITCH, blob))
