"""Guessing and racing: codes and passwords tried faster, from more sides, or in another order than people do."""

import time
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest

from gateway.authentication.ports import Verdict
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients, requests
from gateway.keeper.requests import CodeVerify, PasswordVerify
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret
from tests.gateway.keeper.conftest import fresh_keys, keys, world
from tests.gateway.keeper.world import PASSWORD, TOTP, WRONG_CODE, eventually

__all__ = ["fresh_keys", "keys", "world"]
GOOD = Secret(PASSWORD.encode())


def test_R16_fifty_guesses_at_once_are_five(world):
    """One connection each, all started together: judged one after another, so the sixth finds the lock."""
    sides = [clients.Factors(world.session(f"C-{number}")) for number in range(50)]
    with ThreadPoolExecutor(50) as threads:
        verdicts = [one.verdict for one in threads.map(lambda side: side.code("sato", "TM-1", WRONG_CODE), sides)]
    assert verdicts.count(Verdict.WRONG) == 4
    assert verdicts.count(Verdict.LOCKED) == 46
    assert world.counts.get("P-sato").failures == 5


def test_R16_one_code_on_twenty_connections_at_once_binds_one(world):
    sides = [clients.Factors(world.session(f"C-{number}")) for number in range(20)]
    code = world.code("sato")
    with ThreadPoolExecutor(20) as threads:
        verdicts = [one.verdict for one in threads.map(lambda side: side.code("sato", "TM-1", code), sides)]
    assert verdicts.count(Verdict.RIGHT) == 1
    assert verdicts.count(Verdict.USED) == 19


def test_R16_two_people_raced_onto_one_connection_bind_none_or_one(world):
    """Both codes are right and sent without waiting: the second question while one is judged ends the connection."""
    caller = world.session()
    codes = {name: world.code(name) for name in ("sato",)} | {
        "suzuki": pyotp.TOTP(TOTP["suzuki"]).at(world.clock.now())
    }
    slow = world.people.of

    def waits(username: str):
        time.sleep(0.2)
        return slow(username)

    world.people.of = waits
    with ThreadPoolExecutor(2) as threads:
        tries = [
            threads.submit(caller.call, "code.verify", CodeVerify(username=name, terminal="TM-1", code=code), object)
            for name, code in codes.items()
        ]
        outcomes = [one.exception(timeout=10) for one in tries]
    assert sum(outcome is None for outcome in outcomes) <= 1
    with eventually() as wait:
        wait(lambda: caller.closed)
    assert [who for who, _ in world.violations] == ["C-1"]


def test_R16_guesses_sent_without_waiting_on_one_connection(world):
    caller = world.session()
    asked = CodeVerify(username="sato", terminal="TM-1", code=WRONG_CODE)
    with ThreadPoolExecutor(30) as threads:
        tries = [threads.submit(caller.call, "code.verify", asked, object) for _ in range(30)]
        outcomes = [one.exception(timeout=10) for one in tries]
    with eventually() as wait:
        wait(lambda: caller.closed)
    assert all(
        outcomes[number] is None or isinstance(outcomes[number], CallRefused | GatewayFault) for number in range(30)
    )
    assert world.violations
    assert world.counts.get("P-sato").failures <= 5


@pytest.mark.parametrize("factor", ["password", "code"])
def test_R16_guessing_goes_on_nowhere_after_binding(world, factor):
    """Neither about oneself nor about a colleague: a bound connection has no more questions to ask."""
    for number, name in enumerate(["sato", "suzuki"]):
        caller = world.bound("sato", f"C-{number}")
        factors = clients.Factors(caller)
        with pytest.raises(CallRefused) as refused:
            if factor == "code":
                factors.code(name, "TM-1", WRONG_CODE)
            else:
                factors.password(name, "TM-1", Secret(b"guess"))
        assert refused.value.code == "ipc.refused"
    assert len(world.violations) == 2
    assert not any(attempts.failures for attempts in world.counts.values())


def test_R16_the_office_asks_the_password_first(world):
    caller = world.door("office")
    with pytest.raises(CallRefused) as refused:
        clients.Factors(caller).code("admin", None, world.code("admin"))
    assert refused.value.code == "ipc.refused"
    assert len(world.violations) == 1
    assert not world.codes


def test_R16_the_office_after_a_wrong_password(world):
    caller = world.door("office")
    assert clients.Factors(caller).password("admin", None, Secret(b"guess")).verdict is Verdict.WRONG
    with pytest.raises(CallRefused):
        clients.Factors(caller).code("admin", None, world.code("admin"))
    assert len(world.violations) == 1


def test_R18_a_session_that_names_no_terminal_and_an_office_that_names_one(world):
    for caller, terminal in ((world.session(), None), (world.door("office"), "TM-1")):
        with pytest.raises(CallRefused) as refused:
            clients.Factors(caller).password("sato", terminal, GOOD)
        assert refused.value.code == "ipc.refused"
    assert len(world.violations) == 2


def test_R16_a_flood_of_passwords_neither_blocks_the_host_key_nor_grows(world):
    """Argon2 runs twice at a time; whoever waits, waits there, and the rest of the keeper answers at once."""
    sides = [world.session(f"C-{number}") for number in range(12)]
    ask = PasswordVerify(username="nobody", terminal="TM-1", password="x")

    def guess(number: int) -> None:
        asked = PasswordVerify(username=f"nobody-{number}", terminal=ask.terminal, password=ask.password)
        sides[number].call("password.verify", asked, object, timeout_seconds=30)

    with ThreadPoolExecutor(12) as threads:
        running = [threads.submit(guess, number) for number in range(12)]
        assert clients.HostKey(world.session("C-x")).sign(bytes(32), "ssh-ed25519")
        assert sum(not one.done() for one in running) > 4  # it was answered before the flood was
        for one in running:
            one.result(timeout=30)


def test_a_locked_person_cannot_be_unlocked_by_another_ones_success(world):
    wrong = clients.Factors(world.session("C-1"))
    for _ in range(5):
        wrong.code("sato", "TM-1", WRONG_CODE)
    assert clients.Factors(world.session("C-2")).code("suzuki", "TM-1", world.code("suzuki")).verdict is Verdict.RIGHT
    assert clients.Factors(world.session("C-3")).code("sato", "TM-1", world.code("sato")).verdict is Verdict.LOCKED


def test_an_attempts_store_that_fails_never_lets_in(world):
    def broken(person: str, attempts) -> None:
        raise RuntimeError("read-only file system")

    world.counts.put = broken
    for connection in ("C-1", "C-2"):
        caller = world.session(connection)
        with pytest.raises((CallRefused, GatewayFault)):
            clients.Factors(caller).code("sato", "TM-1", world.code("sato"))
        with eventually() as wait:
            wait(lambda caller=caller: caller.closed)


@pytest.mark.parametrize("username", ["", "x" * 129])
def test_names_beyond_their_bounds(world, username):
    caller = world.session()
    with pytest.raises(CallRefused) as refused:
        clients.Factors(caller).password(username, "TM-1", GOOD)
    assert refused.value.code == "ipc.refused"


@pytest.mark.parametrize("username", ["' OR 1=1 --", "sato\0", "SATO", "../sato", "佐藤", "sato "])
def test_odd_names_are_simply_nobody(world, username):
    assert clients.Factors(world.session()).password(username, "TM-1", GOOD).verdict is Verdict.UNKNOWN


def test_the_office_is_nobody_before_both_factors(world):
    for name, params in (
        ("recording.open", requests.RecordingOpen(recording="R", segment=0, wrapped=b"", purpose="replay")),
        ("credential.seal", requests.CredentialSeal(person="P-x", password="x", totp_secret=None)),
    ):
        caller = world.door("office")
        clients.Factors(caller).password("admin", None, GOOD)
        with pytest.raises(CallRefused) as refused:
            caller.call(name, params, object)
        assert refused.value.code == "ipc.refused"
    caller = world.door("office")
    with pytest.raises(CallRefused) as refused:
        caller.call("credential.seal", requests.CredentialSeal(person="P-x", password="x", totp_secret=None), object)
    assert refused.value.code == "keeper.role"  # unbound is the way of the first person only
