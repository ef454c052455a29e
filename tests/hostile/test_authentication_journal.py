"""No step without its record: the journal fails at each place in turn, and the walk ends there, whatever comes after."""

import pytest

from gateway.authentication import texts
from gateway.authentication.login import Login
from gateway.authentication.progress import Done, Over
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.authentication.a_door import (
    LOST_TERMINAL_KEY,
    NOBODYS_KEY,
    PASSWORD,
    SATO_KEY,
    SUZUKI_KEY,
    TERMINAL_KEY,
    World,
)

PATHS = {
    "keys": lambda world: [
        lambda login: login.key_proved(SATO_KEY),
        lambda login: login.key_proved(TERMINAL_KEY),
        Login.prompt,
        lambda login: login.answer(world.keeper.code_now("sato")),
    ],
    "password, after mistakes": lambda world: [
        lambda login: login.would_accept(LOST_TERMINAL_KEY),
        lambda login: login.would_accept(SUZUKI_KEY),
        Login.prompt,
        lambda login: login.key_proved(TERMINAL_KEY),
        Login.prompt,
        lambda login: login.answer(PASSWORD),
        Login.prompt,
        lambda login: login.answer("000000"),
        Login.prompt,
        lambda login: login.answer(PASSWORD),
        Login.prompt,
        lambda login: login.answer(world.keeper.code_now("sato")),
    ],
    "bad signatures": lambda world: [lambda login: login.signature_failed(TERMINAL_KEY)] * 6,
    "locked": lambda world: [
        lambda login: login.key_proved(TERMINAL_KEY),
        lambda login: login.key_proved(SATO_KEY),
        *[Login.prompt, lambda login: login.answer("000000")] * 5,
    ],
    "too many queries": lambda world: [lambda login: login.would_accept(NOBODYS_KEY)] * 41,
    "unasked": lambda world: [lambda login: login.key_proved(TERMINAL_KEY), lambda login: login.answer("123456")],
    "goes away": lambda world: [lambda login: login.gone()],
    "goes away later": lambda world: [lambda login: login.key_proved(TERMINAL_KEY), lambda login: login.gone()],
}


def commits_of(path: str) -> int:
    world = World()
    login = world.login()
    for act in PATHS[path](world):
        act(login)
    return len(world.diary.commits)


CASES = [(path, at) for path in PATHS for at in range(1, commits_of(path))]


@pytest.mark.parametrize(("path", "at"), CASES)
def test_a_failing_journal_ends_the_walk_where_it_stands(path, at):
    world = World()
    login = world.login()
    world.diary.fails_at = at
    acts = PATHS[path](world)
    outcomes: list[object] = []
    with pytest.raises(GatewayFault):
        for act in acts:
            outcomes.append(act(login))
    assert not any(isinstance(outcome, Done) for outcome in outcomes)
    world.diary.fails_at = None  # the disk has room again: the walk stays over all the same
    assert login.over == Over(text=texts.FAULT)
    assert login.methods() == ()
    written = len(world.diary.commits)
    assert not login.would_accept(TERMINAL_KEY)
    for outcome in (login.key_proved(TERMINAL_KEY), login.prompt(), login.answer(world.keeper.code_now("sato"))):
        assert outcome == Over(text=texts.FAULT)
    login.gone()
    assert len(world.diary.commits) == written
    assert "login.completed" not in world.diary.kinds


@pytest.mark.parametrize("path", PATHS)
def test_each_effect_is_seen_only_after_its_record(path):
    """Where an outcome says something happened, the commit that says so came before it returned."""
    world = World()
    login = world.login()
    for act in PATHS[path](world):
        before, stage, was_over = len(world.diary.commits), login.methods(), login.over is not None
        outcome = act(login)
        moved = login.methods() != stage or isinstance(outcome, Done) or (login.over is not None) != was_over
        assert not moved or len(world.diary.commits) > before


@pytest.mark.parametrize("broken", [OSError("no space"), RuntimeError("x"), ConnectionError(), KeyError("k")])
def test_any_exception_of_the_journal_is_a_gateway_fault(broken):
    world = World()
    login = world.login()

    def fails(events):
        raise broken

    world.diary.append = fails  # type: ignore[method-assign]
    with pytest.raises(GatewayFault):
        login.key_proved(TERMINAL_KEY)
    assert login.over == Over(text=texts.FAULT)


def test_no_answer_of_a_person_is_in_the_journal():
    world = World()
    login = world.login()
    for act in PATHS["password, after mistakes"](world):
        act(login)
    told = repr(world.diary.events)
    for secret in (PASSWORD, "000000", world.keeper.code_now("sato"), "assertion of sato"):
        assert secret not in told
