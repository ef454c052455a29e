"""Recovery codes (R-16): good once, after the password, counted like any other second factor."""

import threading

import pytest

from gateway.authentication.ports import Verdict
from gateway.crypto.assertion import Way, verified
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients
from gateway.keeper.factor_clients import Recovery
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret
from tests.gateway.keeper.world import PASSWORD

GOOD = Secret(PASSWORD.encode())


def recovering(world, name: str = "sato") -> Recovery:
    caller = world.door("office")
    assert clients.Factors(caller).password(name, None, GOOD).verdict is Verdict.RIGHT
    return Recovery(caller)


def test_R16_a_recovery_code_is_good_once_and_says_its_way(world):
    code = world.shelves.recovery("P-sato")[3]
    checked = recovering(world).verify("sato", Secret(code.encode()))
    said = verified(world.public.assertion_vkey, checked.assertion, world.clock.now())
    assert (said.person, said.way) == ("P-sato", Way.RECOVERY)
    assert recovering(world).verify("sato", Secret(code.encode())).verdict is Verdict.WRONG
    (event,) = [each for each in world.journal if each.kind == "recovery.used"]
    assert (event.person, event.left) == ("P-sato", 9)


def test_it_is_read_as_people_write_it(world):
    code = world.shelves.recovery("P-sato")[0]
    written = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert recovering(world).verify("sato", Secret(written.encode())).assertion is not None


def test_R16_nobody_elses_code_is_good(world):
    world.shelves.recovery("P-sato")
    code = world.shelves.recovery("P-suzuki")[0]
    assert recovering(world).verify("sato", Secret(code.encode())).verdict is Verdict.WRONG
    assert recovering(world, "suzuki").verify("suzuki", Secret(code.encode())).assertion is not None


def test_R16_guesses_lock(world):
    code = world.shelves.recovery("P-sato")[0]
    door = recovering(world)
    verdicts = [door.verify("sato", Secret(b"AAAA-BBBB-CCCC")).verdict for _ in range(5)]
    assert verdicts == [Verdict.WRONG] * 4 + [Verdict.LOCKED]
    assert door.verify("sato", Secret(code.encode())).verdict is Verdict.LOCKED


def test_R16_without_the_password_there_is_no_asking(world):
    code = world.shelves.recovery("P-sato")[0]
    for name in ("sato", "nobody"):
        with pytest.raises((CallRefused, GatewayFault)):
            Recovery(world.door("office")).verify(name, Secret(code.encode()))
    with pytest.raises((CallRefused, GatewayFault)):
        recovering(world, "suzuki").verify("sato", Secret(b"AAAA-BBBB-CCCC"))
    assert world.counts.get("P-sato").failures == 0  # nobody's guesses are another's


def test_R16_of_two_at_once_one_comes_in(world):
    code = Secret(world.shelves.recovery("P-sato")[0].encode())
    doors, found = [recovering(world) for _ in range(4)], []
    threads = [threading.Thread(target=lambda door=door: found.append(door.verify("sato", code))) for door in doors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(checked.assertion is not None for checked in found) == 1


def test_nobody_is_let_in_unwritten(world):
    code = world.shelves.recovery("P-sato")[0]
    door = recovering(world)
    world.journal_fails = True
    with pytest.raises(Exception) as told:
        door.verify("sato", Secret(code.encode()))
    assert "ipc.fault" in str(told.value) or isinstance(told.value, GatewayFault)
