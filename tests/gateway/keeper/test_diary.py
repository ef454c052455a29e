"""R-44: key use stands in the journal before a key's work leaves the keeper; violations stand there too."""

import time

import pytest

from gateway.crypto import openssh
from gateway.crypto.digest import sha256
from gateway.ipc.messages import CallRefused
from gateway.keeper.events import KeeperViolation, KeyUse, KeyUsed


def stranger(world, caller):
    """A log-in for a session this connection has not."""
    return world.login_to(caller, world.headed(caller), session="S-20261122-0000000000")


def test_R44_a_certificate_is_in_the_journal_with_its_digest(world):
    caller = world.bound()
    headed = world.headed(caller)
    line = world.login_to(caller, headed).certificate(openssh.new_pair().public)
    (event,) = [each for each in world.journal if isinstance(each, KeyUsed)]
    assert (event.use, event.digest) == (KeyUse.CERTIFICATE, sha256(line))
    assert (event.session, event.order, event.target) == (headed.header.session, "WO-sato", headed.header.target)
    assert event.person == headed.header.person


def test_R11_what_cannot_be_journalled_does_not_leave(world):
    caller = world.bound()
    headed = world.headed(caller)
    world.journal_fails = True
    with pytest.raises(CallRefused) as refused:
        world.login_to(caller, headed).certificate(openssh.new_pair().public)
    assert refused.value.code == "ipc.fault"
    assert world.journal == []


def test_R44_a_violation_is_in_the_journal(world):
    caller = world.bound()
    with pytest.raises(CallRefused):
        stranger(world, caller).certificate(openssh.new_pair().public)
    deadline = time.monotonic() + 5
    while not (told := [each for each in world.journal if isinstance(each, KeeperViolation)]):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert told[0].connection == "C-1"
    assert told[0].role == "session"
    assert told[0].what.startswith("target.certificate:")


def test_a_registrar_that_is_away_does_not_keep_a_violators_connection_open(world):
    world.journal_fails = True
    caller = world.bound()
    with pytest.raises(CallRefused):
        stranger(world, caller).certificate(openssh.new_pair().public)
    deadline = time.monotonic() + 5
    while not caller.closed:
        assert time.monotonic() < deadline
        time.sleep(0.01)
