import pytest

from gateway.authentication import texts
from gateway.authentication.events import LoginFailed, LoginTerminalUnapproved, StepFault, TerminalFault
from gateway.authentication.ledger import Factor
from gateway.authentication.login_name import LoginName
from gateway.authentication.ports import Door
from gateway.authentication.progress import Failed, Over
from gateway.authentication.trail import Trail
from gateway.authentication.walk import Failure, Walk, as_gateway_fault
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.authentication.a_door import World

WRONG = Failure(fault=StepFault.WRONG, text=texts.WRONG_CODE, factor=Factor.CODE)


def a_walk(world: World) -> Walk:
    trail = Trail(world.diary, door=Door.SSH, connection="C-1", address="192.0.2.7:1", username="sato")
    return Walk(LoginName(username="sato"), world.ports, trail)


def test_a_failure_is_journalled_with_its_number_and_its_words_are_kept():
    world = World()
    walk = a_walk(world)
    assert walk.failed(WRONG) == Failed(text=texts.WRONG_CODE)
    assert walk.newest_refusal == texts.WRONG_CODE
    failure = world.diary.last()
    assert isinstance(failure, LoginFailed)
    assert (failure.failures, failure.fault) == (1, StepFault.WRONG)


def test_R16_R18_the_sixth_failure_ends_the_walk_in_one_commit():
    world = World()
    walk = a_walk(world)
    for _ in range(5):
        assert isinstance(walk.failed(WRONG), Failed)
    assert walk.failed(WRONG) == Over(text=texts.TOO_MANY) == walk.closed
    assert world.diary.commits[-1] == ("login.failed", "login.cut_off", "login.terminal_unapproved")


def test_R18_an_unapproved_terminal_is_told_once():
    world = World()
    walk = a_walk(world)
    assert len(walk.unapproved()) == 1
    assert walk.unapproved() == ()
    walk.leave()
    walk.leave()
    assert world.diary.kinds == []


def test_R18_leaving_without_a_terminal_is_an_unapproved_terminal():
    world = World()
    walk = a_walk(world)
    walk.leave()
    event = world.diary.last()
    assert isinstance(event, LoginTerminalUnapproved)
    assert (event.fault, event.offered, event.person_key_proved) == (TerminalFault.NO_KEY, (), False)


def test_a_fault_inside_a_step_closes_the_walk_for_good():
    walk = a_walk(World())
    with pytest.raises(GatewayFault) as fault, walk.step():
        raise KeyError("defect")
    assert fault.value.text == texts.FAULT
    assert walk.closed == Over(text=texts.FAULT)


def test_a_gateway_fault_keeps_its_own_words_and_nothing_is_said_of_values():
    own = GatewayFault("disk full", texts.TOO_MANY)
    with pytest.raises(GatewayFault) as kept, as_gateway_fault():
        raise own
    assert kept.value is own
    with pytest.raises(GatewayFault) as other, as_gateway_fault():
        raise ValueError("hunter2")
    assert "hunter2" not in str(other.value)


def test_a_failure_that_cannot_be_journalled_is_no_answer():
    world = World()
    walk = a_walk(world)
    world.diary.fails_at = 0
    with pytest.raises(GatewayFault), walk.step():
        walk.failed(WRONG)
    assert walk.newest_refusal is None
    assert walk.closed is not None
