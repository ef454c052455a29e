import time

import paramiko
import pytest

from gateway.crypto.openssh import blob_of, string
from gateway.ipc.server import Violation
from gateway.keeper import clients
from gateway.keeper.hostkey import BOUND_SIGNATURES, FREE_SIGNATURES, SIGNATURES_A_SECOND, WAITING_MAX, Allowance
from gateway.keeper.standing import State

HASH = bytes(32)


def test_signs_an_exchange_hash_that_a_client_accepts(world):
    host_key = clients.HostKey(world.session())
    (blob,) = host_key.blobs()
    assert blob == blob_of(world.public.host_key)
    public = paramiko.PKey.from_type_string("ssh-ed25519", blob)
    for size in (32, 48, 64):
        assert public.verify_ssh_sig(bytes(size), paramiko.Message(host_key.sign(bytes(size), "ssh-ed25519")))


def test_signs_the_proof_of_its_own_host_key(world):
    host_key = clients.HostKey(world.session())
    prove = string(b"hostkeys-prove-00@openssh.com") + string(bytes(32)) + string(host_key.blobs()[0])
    public = paramiko.PKey.from_type_string("ssh-ed25519", host_key.blobs()[0])
    assert public.verify_ssh_sig(prove, paramiko.Message(host_key.sign(prove, "ssh-ed25519")))


def test_before_log_in_four_and_no_more():
    allowance = Allowance()
    assert [allowance.take(now, State.UNBOUND) for now in (0, 100, 200, 300)] == [0, 0, 0, 0]
    with pytest.raises(Violation):
        allowance.take(10_000, State.PASSWORD_OK)


def test_after_log_in_forty_and_then_some_a_second_by_waiting():
    allowance = Allowance()
    for _ in range(FREE_SIGNATURES):
        allowance.take(0, State.UNBOUND)
    assert {allowance.take(50, State.BOUND) for _ in range(BOUND_SIGNATURES - FREE_SIGNATURES)} == {0}
    waits = [allowance.take(50, State.BOUND) for _ in range(WAITING_MAX)]
    assert waits == [number / SIGNATURES_A_SECOND for number in range(1, WAITING_MAX + 1)]
    with pytest.raises(Violation):
        allowance.take(50, State.BOUND)
    assert allowance.take(50 + WAITING_MAX + 1, State.BOUND) == 0
    assert allowance.take(10_000, State.BOUND) == 0
    assert allowance.left == BOUND_SIGNATURES - 1


def test_a_rekey_after_log_in_waits_its_turn(world):
    caller = world.bound()
    host_key = clients.HostKey(caller)
    begun = time.monotonic()
    for _ in range(BOUND_SIGNATURES + 15):
        host_key.sign(HASH, "ssh-ed25519")
    assert 0.4 < time.monotonic() - begun < 8
    assert not world.violations


def test_a_host_certificate_for_registered_targets(world):
    line = clients.HostKey(world.bound()).certificate(["callcenter-app", "old-host", "callcenter-app"])
    assert line.startswith(b"ssh-ed25519-cert-v01@openssh.com ")
    assert clients.HostKey(world.door("gateway")).certificate(["callcenter-app"])
