import pytest

from gateway.authentication.answers import judged
from gateway.authentication.ledger import Factor, Ledger, Stage
from gateway.authentication.ports import Verdict
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret
from tests.gateway.authentication.a_door import PASSWORD, World

AT_TERMINAL = Ledger().after(Factor.TERMINAL_KEY)
WITH_KEY = AT_TERMINAL.after(Factor.PERSON_KEY)


def judge(world: World, ledger: Ledger, password: str | None, digits: str):
    secret = None if password is None else Secret(password.encode())
    return judged(world.keeper, ledger, username="sato", terminal="T-7", password=secret, digits=digits)


def test_R16_password_and_code_prove_both():
    world = World()
    found = judge(world, AT_TERMINAL, PASSWORD, world.keeper.code_now("sato"))
    assert found.ledger.stage is Stage.PROVED
    assert found.checked.assertion == b"assertion of sato"


def test_R16_a_wrong_password_leaves_the_code_unused_and_is_one_failure():
    world = World()
    found = judge(world, AT_TERMINAL, "wrong", world.keeper.code_now("sato"))
    assert (found.factor, found.checked.verdict, found.ledger) == (Factor.PASSWORD, Verdict.WRONG, AT_TERMINAL)
    assert world.keeper.calls == ["password"]
    assert world.keeper.used == set()
    assert world.keeper.attempts["sato"].failures == 1


def test_a_right_password_with_a_wrong_code_keeps_the_password_only():
    found = judge(World(), AT_TERMINAL, PASSWORD, "no code")
    assert (found.factor, found.ledger.stage) == (Factor.CODE, Stage.TERMINAL_AND_PASSWORD)


@pytest.mark.parametrize("ledger", [Ledger(), AT_TERMINAL, Ledger().after(Factor.PERSON_KEY)])
def test_R16_a_code_out_of_order_is_never_shown_to_the_keeper(ledger):
    world = World()
    with pytest.raises(GatewayFault):
        judge(world, ledger, None, world.keeper.code_now("sato"))
    assert world.keeper.calls == []


def test_a_password_beside_the_persons_key_is_a_defect():
    with pytest.raises(GatewayFault):
        judge(World(), WITH_KEY, PASSWORD, "123456")
