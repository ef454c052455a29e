"""What the keeper answers to passwords and codes (R-16), over real sockets."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime

import pyotp
import pytest

from gateway.authentication.ports import Checked, Verdict
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients
from gateway.vocabulary.secret import Secret
from tests.gateway.keeper.world import PASSWORD, TOTP, WRONG_CODE

GOOD, BAD = Secret(PASSWORD.encode()), Secret(b"wrong")


def code_at(world, name: str, seconds: int = 0) -> str:
    return pyotp.TOTP(TOTP[name]).at(int(world.clock.now().timestamp()) + seconds)


def fails(world, name: str, times: int, connection: str = "C-9") -> list[Checked]:
    factors = clients.Factors(world.session(connection))
    return [factors.code(name, "TM-1", WRONG_CODE) for _ in range(times)]


def test_R16_a_code_is_good_once_on_every_door(world):
    first, second = clients.Factors(world.session("C-1")), clients.Factors(world.session("C-2"))
    office = clients.Factors(world.door("office"))
    code = code_at(world, "sato")
    assert first.code("sato", "TM-1", code).verdict is Verdict.RIGHT
    assert second.code("sato", "TM-1", code) == Checked(verdict=Verdict.USED, seconds=25)
    assert office.password("sato", None, GOOD).verdict is Verdict.RIGHT
    assert office.code("sato", None, code) == Checked(verdict=Verdict.USED, seconds=25)
    world.clock.move(seconds=30)
    assert office.code("sato", None, code).verdict is Verdict.USED  # still within the drift, still used


def test_R16_a_used_code_is_no_failure(world):
    code = code_at(world, "sato")
    assert clients.Factors(world.session("C-1")).code("sato", "TM-1", code).verdict is Verdict.RIGHT
    for number in range(7):
        checked = clients.Factors(world.session(f"C-1{number}")).code("sato", "TM-1", code)
        assert checked.verdict is Verdict.USED
    assert world.counts.get("P-sato").failures == 0


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_one_step_either_side_is_good(world, seconds):
    checked = clients.Factors(world.session()).code("sato", "TM-1", code_at(world, "sato", seconds))
    assert checked.verdict is Verdict.RIGHT


@pytest.mark.parametrize("seconds", [-60, 60, 3600])
def test_further_away_is_wrong(world, seconds):
    checked = clients.Factors(world.session()).code("sato", "TM-1", code_at(world, "sato", seconds))
    assert checked.verdict is Verdict.WRONG


def test_another_persons_code_is_wrong(world):
    checked = clients.Factors(world.session()).code("sato", "TM-1", code_at(world, "suzuki"))
    assert checked.verdict is Verdict.WRONG


def test_R16_five_failures_lock_and_the_fifth_says_so(world):
    verdicts = [checked.verdict for checked in fails(world, "sato", 5)]
    assert verdicts == [Verdict.WRONG] * 4 + [Verdict.LOCKED]
    factors = clients.Factors(world.session("C-2"))
    code = code_at(world, "sato")
    assert factors.code("sato", "TM-1", code) == Checked(verdict=Verdict.LOCKED, seconds=300)
    assert factors.password("sato", "TM-1", GOOD).verdict is Verdict.LOCKED
    assert world.counts.get("P-sato").failures == 5  # nothing is counted while locked
    assert not world.codes  # and no code used up
    world.clock.move(seconds=300)
    assert factors.code("sato", "TM-1", code_at(world, "sato")).verdict is Verdict.RIGHT
    assert world.counts.get("P-sato").failures == 0


def test_R16_passwords_and_codes_share_one_count(world):
    factors = clients.Factors(world.session())
    assert [factors.password("sato", "TM-1", BAD).verdict for _ in range(3)] == [Verdict.WRONG] * 3
    assert [factors.code("sato", "TM-1", WRONG_CODE).verdict for _ in range(2)] == [Verdict.WRONG, Verdict.LOCKED]


def test_R16_a_right_password_forgets_no_failure(world):
    factors = clients.Factors(world.session())
    for _ in range(4):
        factors.code("sato", "TM-1", WRONG_CODE)
        assert factors.password("sato", "TM-1", GOOD).verdict is Verdict.RIGHT
    assert factors.code("sato", "TM-1", WRONG_CODE).verdict is Verdict.LOCKED


def test_a_name_that_nobody_has_walks_the_same_way(world):
    known, unknown = fails(world, "sato", 6, "C-1"), fails(world, "nobody", 6, "C-2")
    assert [checked.verdict for checked in unknown] == [Verdict.UNKNOWN] * 4 + [Verdict.LOCKED] * 2
    assert [(checked.seconds, checked.verdict is Verdict.LOCKED) for checked in known] == [
        (checked.seconds, checked.verdict is Verdict.LOCKED) for checked in unknown
    ]
    assert set(world.counts) == {"P-sato"}


def test_a_name_that_nobody_has_takes_as_long(world):
    def seconds(name: str) -> float:
        factors = clients.Factors(world.session())
        taken = []
        for _ in range(3):
            begun = time.perf_counter()
            factors.password(name, "TM-1", BAD)
            taken.append(time.perf_counter() - begun)
        return min(taken)

    assert seconds("nobody") > 0.4 * seconds("sato")  # without the made-up hash it is a twentieth


@pytest.mark.parametrize("changes", [{"password_sealed": None}, {"totp_sealed": None}])
def test_a_person_without_the_factor_is_like_nobody(world, changes):
    world.people["sato"] = replace(world.people["sato"], **changes)
    factors = clients.Factors(world.session())
    if "password_sealed" in changes:
        assert factors.password("sato", "TM-1", GOOD).verdict is Verdict.UNKNOWN
    else:
        assert factors.code("sato", "TM-1", code_at(world, "sato")).verdict is Verdict.UNKNOWN


def test_a_suspended_person_is_judged_and_not_let_in(world):
    factors = clients.Factors(world.session())
    assert factors.password("gone", "TM-1", GOOD).verdict is Verdict.RIGHT
    assert factors.code("gone", "TM-1", code_at(world, "gone")) == Checked(verdict=Verdict.RIGHT)


def test_R20_the_contracts_last_day_is_in_japan(world):
    world.people["sato"] = replace(world.people["sato"], contract_end=date(2026, 11, 22))
    world.clock.wall = datetime(2026, 11, 22, 14, 59, tzinfo=UTC)  # 23:59 in Japan
    assert clients.Factors(world.session("C-1")).code("sato", "TM-1", code_at(world, "sato")).assertion is not None
    world.clock.wall = datetime(2026, 11, 22, 15, 0, 30, tzinfo=UTC)  # the next day there
    assert clients.Factors(world.session("C-2")).code("sato", "TM-1", code_at(world, "sato")).assertion is None


def test_only_engineers_pass_the_session_door_and_all_staff_the_office_door(world):
    assert clients.Factors(world.session()).code("auditor", "TM-1", code_at(world, "auditor")).assertion is None
    world.clock.move(seconds=60)
    office = clients.Factors(world.door("office"))
    office.password("auditor", None, GOOD)
    assert office.code("auditor", None, code_at(world, "auditor")).assertion is not None


def test_a_stored_factor_of_another_person_opens_nothing(world):
    stolen = world.people["suzuki"].totp_sealed  # written into sato's row by somebody who owns the database
    world.people["sato"] = replace(world.people["sato"], totp_sealed=stolen)
    with pytest.raises(CallRefused) as refused:
        clients.Factors(world.session()).code("sato", "TM-1", code_at(world, "suzuki"))
    assert refused.value.code == "ipc.fault"
