"""What an outsider can learn about people: nothing. The same acts get the same words, questions, methods and times."""

import dataclasses
from datetime import date

import pytest

from gateway.authentication.login import Login
from gateway.authentication.progress import Done, Failed, Over, Partial, Prompt
from gateway.vocabulary.identity import Role, Standing
from tests.gateway.authentication.a_door import NOBODYS_KEY, PASSWORD, SATO_KEY, SUZUKI_KEY, TERMINAL_KEY, World

UNFIT = {
    "suspended": {"standing": Standing.SUSPENDED},
    "revoked": {"standing": Standing.REVOKED},
    "contract ended": {"contract_end": date(2026, 11, 1)},
    "no engineer": {"roles": frozenset({Role.CLIENT})},
}


def seen(login: Login, outcome: object) -> object:
    """All that crosses the wire for one step."""
    match outcome:
        case Failed() | Over():
            shown: object = (type(outcome).__name__, outcome.text.both())
        case Prompt():
            shown = dataclasses.astuple(outcome)
        case Partial():
            shown = outcome.methods
        case _:
            shown = outcome
    return shown, login.methods(), login.over is not None


def transcript(world: World, username: str, acts) -> list[object]:
    login = world.login(username)
    lines = [login.methods()]
    for act in acts:
        before = world.clock.ticks
        lines.append((seen(login, act(login)), round(world.clock.ticks - before, 6)))
    return lines


def a_round(password: str, code: str):
    return [Login.prompt, lambda login: login.answer(password), Login.prompt, lambda login: login.answer(code)]


TERMINAL_PROVED = [lambda login: login.would_accept(TERMINAL_KEY), lambda login: login.key_proved(TERMINAL_KEY)]
RIGHT_PASSWORD_WRONG_CODE = TERMINAL_PROVED + a_round(PASSWORD, "000000") * 6
WRONG_PASSWORD = TERMINAL_PROVED + a_round("wrong", "000000") * 6
NO_CODE = TERMINAL_PROVED + a_round(PASSWORD, "") * 6
NO_TERMINAL = [
    Login.not_this_way,
    lambda login: login.would_accept(NOBODYS_KEY),
    lambda login: login.would_accept(SUZUKI_KEY),
    Login.prompt,
    lambda login: login.key_proved(NOBODYS_KEY),
    lambda login: login.signature_failed(NOBODYS_KEY),
    Login.prompt,
    Login.prompt,
    Login.prompt,
]


@pytest.mark.parametrize("acts", [RIGHT_PASSWORD_WRONG_CODE, WRONG_PASSWORD, NO_CODE, NO_TERMINAL])
def test_R16_R18_an_unknown_name_walks_like_a_known_one(acts):
    assert transcript(World(), "sato", acts) == transcript(World(), "nobody", acts)


def test_R16_a_wrong_password_and_a_wrong_code_cannot_be_told_apart():
    assert transcript(World(), "sato", WRONG_PASSWORD) == transcript(World(), "sato", RIGHT_PASSWORD_WRONG_CODE)


@pytest.mark.parametrize("unfit", UNFIT)
@pytest.mark.parametrize("acts", [RIGHT_PASSWORD_WRONG_CODE, WRONG_PASSWORD, NO_CODE, NO_TERMINAL])
def test_R20_who_may_not_log_in_walks_like_who_may(unfit, acts):
    world = World()
    world.person("sato", **UNFIT[unfit])
    assert transcript(world, "sato", acts) == transcript(World(), "sato", acts)


@pytest.mark.parametrize("unfit", UNFIT)
def test_R20_also_with_his_own_key(unfit):
    acts = [
        lambda login: login.would_accept(SATO_KEY),
        lambda login: login.key_proved(SATO_KEY),
        *TERMINAL_PROVED,
        *[Login.prompt, lambda login: login.answer("000000")] * 5,
    ]
    world = World()
    world.person("sato", **UNFIT[unfit])
    assert transcript(world, "sato", acts) == transcript(World(), "sato", acts)


def test_R18_a_suspended_terminal_is_told_no_more_than_an_unknown_one():
    first, second = World(), World()
    second.directory.keys[NOBODYS_KEY] = dataclasses.replace(
        second.directory.keys[TERMINAL_KEY], standing=Standing.SUSPENDED
    )
    acts = [lambda login: login.would_accept(NOBODYS_KEY), lambda login: login.key_proved(NOBODYS_KEY), Login.prompt]
    assert transcript(first, "sato", acts) == transcript(second, "sato", acts)


def test_nothing_is_asked_about_a_name_before_all_factors_are_right():
    """The registrar is asked about keys only, so even its time says nothing about a name."""
    world = World()
    world.directory.login = lambda username: pytest.fail("a name was looked up")  # type: ignore[method-assign]
    transcript(world, "sato", RIGHT_PASSWORD_WRONG_CODE)
    transcript(world, "nobody", WRONG_PASSWORD)


def test_R16_the_true_reason_is_in_the_journal():
    world = World()
    transcript(world, "nobody", TERMINAL_PROVED + a_round("x", "000000"))
    transcript(world, "sato", TERMINAL_PROVED + a_round("x", "000000"))
    transcript(world, "sato", TERMINAL_PROVED + a_round(PASSWORD, "000000"))
    failed = [event for event in world.diary.events if event.kind == "login.failed"]
    assert [(event.fault, event.factor) for event in failed] == [  # type: ignore[attr-defined]
        ("unknown", "password"),
        ("wrong", "password"),
        ("wrong", "code"),
    ]


def test_the_right_answers_do_log_in():
    """Else everything above would hold for a door that lets nobody in."""
    world = World()
    login = world.login()
    for act in TERMINAL_PROVED + a_round(PASSWORD, world.keeper.code_now("sato")):
        outcome = act(login)
    assert isinstance(outcome, Done)
