from datetime import UTC, date, datetime

import pytest

from gateway.authentication import texts
from gateway.authentication.events import LoginCompleted, LoginRefused, RefusalReason
from gateway.authentication.ledger import Factor
from gateway.authentication.login import Login
from gateway.authentication.login_name import LoginName
from gateway.authentication.ports import Checked, Verdict
from gateway.authentication.progress import Done, Over
from gateway.vocabulary.identity import Role, Standing
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.authentication.a_door import SATO_KEY, TERMINAL_KEY, World, asked


def ready(world: World) -> Login:
    login = world.login("sato+callcenter-app")
    login.key_proved(SATO_KEY)
    login.key_proved(TERMINAL_KEY)
    asked(login)
    return login


def complete(world: World, login: Login):
    return login.answer(world.keeper.code_now("sato"))


def test_R13_R15_R16_a_proved_person_is_one_person_on_one_terminal():
    world = World()
    done = complete(world, ready(world))
    assert isinstance(done, Done)
    assert (done.proved.person_id, done.proved.username, done.proved.terminal_id) == ("P-sato", "sato", "T-7")
    assert done.proved.factors == (Factor.PERSON_KEY, Factor.TERMINAL_KEY, Factor.CODE)
    assert done.proved.assertion == b"assertion of sato"
    assert done.proved.login_name == LoginName(username="sato", target="callcenter-app")
    assert done.proved.at == world.clock.now()


def test_R15_factors_are_on_record_then_the_connection_is_bound_then_the_log_in_is_on_record():
    world = World()
    complete(world, ready(world))
    assert world.diary.commits[-3:] == [("login.factor_proved",), ("bind",), ("login.completed",)]
    assert world.diary.bound == (b"assertion of sato", "T-7")
    completed = world.diary.last()
    assert isinstance(completed, LoginCompleted)
    assert (completed.person, completed.terminal) == ("P-sato", "T-7")


@pytest.mark.parametrize(
    ("changed", "text", "reason"),
    [
        ({"standing": Standing.SUSPENDED}, texts.SUSPENDED, RefusalReason.SUSPENDED),
        ({"standing": Standing.REVOKED}, texts.REVOKED, RefusalReason.REVOKED),
        ({"contract_end": date(2026, 11, 21)}, texts.CONTRACT_ENDED, RefusalReason.CONTRACT_ENDED),
        ({"roles": frozenset({Role.SUPERVISOR})}, texts.NOT_ENGINEER, RefusalReason.NOT_ENGINEER),
    ],
)
def test_R20_who_proved_everything_hears_the_true_reason(changed, text, reason):
    world = World()
    world.person("sato", **changed)
    assert complete(world, ready(world)) == Over(text=text)
    refusal = world.diary.last()
    assert isinstance(refusal, LoginRefused)
    assert (refusal.reason, refusal.account, refusal.person) == (reason, "P-sato", None)
    assert world.diary.bound is None


def test_R20_a_suspension_during_the_walk_counts():
    world = World()
    login = ready(world)
    world.person("sato", standing=Standing.SUSPENDED)
    assert complete(world, login) == Over(text=texts.SUSPENDED)


@pytest.mark.parametrize(
    ("now", "logs_in"),
    [
        (datetime(2026, 11, 22, 14, 59, 59, tzinfo=UTC), True),  # 23:59:59 JST on the last day
        (datetime(2026, 11, 22, 15, 0, 0, tzinfo=UTC), False),  # midnight in Japan, still the 22nd in UTC
    ],
)
def test_R20_a_contract_ends_at_midnight_in_japan(now, logs_in):
    world = World()
    world.person("sato", contract_end=date(2026, 11, 22))
    world.clock.at = now
    outcome = complete(world, ready(world))
    assert isinstance(outcome, Done) if logs_in else outcome == Over(text=texts.CONTRACT_ENDED)


@pytest.mark.parametrize("withdrawn", [TERMINAL_KEY, SATO_KEY])
def test_R18_a_key_withdrawn_during_the_walk_is_refused(withdrawn):
    world = World()
    login = ready(world)
    del world.directory.keys[withdrawn]
    assert complete(world, login) == Over(text=texts.KEY_WITHDRAWN)
    assert "login.completed" not in world.diary.kinds


def test_a_code_without_an_assertion_is_no_log_in():
    world = World()
    login = ready(world)
    world.keeper.code = lambda *_: Checked(verdict=Verdict.RIGHT)  # type: ignore[method-assign]
    with pytest.raises(GatewayFault):
        complete(world, login)
    assert login.over is not None


def test_a_person_the_registrar_does_not_know_is_no_log_in():
    world = World()
    login = ready(world)
    world.keeper.code = lambda *_: Checked(verdict=Verdict.RIGHT, assertion=b"a")  # type: ignore[method-assign]
    del world.directory.people["sato"]
    with pytest.raises(GatewayFault):
        complete(world, login)


@pytest.mark.parametrize("changed", [{"person_id": "P-another"}, {"username": "suzuki"}])
def test_R13_key_and_name_of_two_people_are_no_log_in(changed):
    world = World()
    login = ready(world)
    world.person("sato", **changed)
    with pytest.raises(GatewayFault):
        complete(world, login)
    assert world.diary.bound is None


@pytest.mark.parametrize("fails_after", [0, 1, 2])
def test_no_log_in_without_each_of_its_records(fails_after):
    world = World()
    login = ready(world)
    world.diary.fails_at = len(world.diary.commits) + fails_after
    with pytest.raises(GatewayFault):
        complete(world, login)
    assert login.over == Over(text=texts.FAULT)
    assert login.methods() == ()
    world.diary.fails_at = None
    assert login.answer("123456") == Over(text=texts.FAULT)
    assert "login.completed" not in world.diary.kinds
