import pytest

from gateway.authentication import texts
from gateway.authentication.code import QUESTION as CODE_QUESTION
from gateway.authentication.events import CutOffReason, LoginCutOff, LoginFailed, LoginLocked, StepFault
from gateway.authentication.ledger import Factor
from gateway.authentication.login import Login
from gateway.authentication.password import QUESTION as PASSWORD_QUESTION
from gateway.authentication.progress import Done, Failed, Over, Partial, Prompt
from tests.gateway.authentication.a_door import (
    NOBODYS_KEY,
    PASSWORD,
    SATO_KEY,
    TERMINAL_KEY,
    World,
    asked,
    words,
)


def with_keys(world: World) -> Login:
    login = world.login()
    login.key_proved(TERMINAL_KEY)
    login.key_proved(SATO_KEY)
    return login


def at_terminal(world: World, name: str = "sato") -> Login:
    login = world.login(name)
    login.key_proved(TERMINAL_KEY)
    return login


def answered(login: Login, *answers: str):
    outcome = None
    for one in answers:
        asked(login)
        outcome = login.answer(one)
    return outcome


@pytest.mark.parametrize("keys", [[], [SATO_KEY], [NOBODYS_KEY]])
def test_R18_no_question_before_the_terminal_is_proved(keys):
    world = World()
    login = world.login()
    for key in keys:
        login.key_proved(key)
    assert login.prompt() == Failed(text=texts.UNAPPROVED_TERMINAL)
    assert "login.terminal_unapproved" in world.diary.kinds
    assert world.keeper.calls == []
    assert isinstance(login.answer("123456"), Over)


def test_R16_keys_then_code_only():
    world = World()
    login = with_keys(world)
    assert asked(login) == CODE_QUESTION
    assert isinstance(login.answer(world.keeper.code_now("sato")), Done)
    assert world.keeper.calls == ["code"]


def test_R16_terminal_then_password_then_code_judged_together():
    world = World()
    login = at_terminal(world)
    assert login.methods() == ("publickey", "keyboard-interactive")
    assert asked(login) == PASSWORD_QUESTION
    assert isinstance(login.answer(PASSWORD), Partial)
    assert world.keeper.calls == []
    assert asked(login) == CODE_QUESTION
    assert isinstance(login.answer(world.keeper.code_now("sato")), Done)
    assert world.keeper.calls == ["password", "code"]


def test_R16_a_wrong_password_is_told_only_after_the_code_and_asks_both_again():
    world = World()
    login = at_terminal(world)
    assert isinstance(answered(login, "wrong"), Partial)
    assert words(answered(login, world.keeper.code_now("sato"))) == texts.WRONG_PASSWORD_OR_CODE.both()
    prompt = login.prompt()
    assert isinstance(prompt, Prompt)
    assert (prompt.text, prompt.instructions) == (PASSWORD_QUESTION, texts.WRONG_PASSWORD_OR_CODE.both())
    login.answer(PASSWORD)
    assert isinstance(answered(login, world.keeper.code_now("sato")), Done), "the code was not used up"


def test_R16_a_refusal_is_said_once():
    login = with_keys(World())
    answered(login, "no code")
    first, second = login.prompt(), login.prompt()
    assert isinstance(first, Prompt)
    assert isinstance(second, Prompt)
    assert (first.instructions, second.instructions) == (texts.WRONG_CODE.both(), "")


def test_R16_a_used_code_names_the_seconds_and_the_next_code_is_taken():
    world = World()
    code = world.keeper.code_now("sato")
    assert isinstance(answered(with_keys(world), code), Done)
    world.diary.bound = None
    login = with_keys(world)
    seconds = 30 - int(world.clock.now().timestamp()) % 30
    assert words(answered(login, code)) == texts.used_code(seconds).both()
    assert world.keeper.attempts["sato"].failures == 0, "the code was right: nothing is held against the person"
    world.next_code()
    assert isinstance(answered(login, world.keeper.code_now("sato")), Done)


def test_R16_after_a_used_code_the_right_password_is_not_asked_again():
    world = World()
    answered(with_keys(world), world.keeper.code_now("sato"))
    world.diary.bound = None
    login = at_terminal(world)
    assert "使用済み" in words(answered(login, PASSWORD, world.keeper.code_now("sato")))
    assert login.methods() == ("keyboard-interactive",)
    assert asked(login) == CODE_QUESTION
    world.next_code()
    done = login.answer(world.keeper.code_now("sato"))
    assert isinstance(done, Done)
    assert done.proved.factors == (Factor.TERMINAL_KEY, Factor.PASSWORD, Factor.CODE)


def test_R16_the_fifth_wrong_code_locks_and_says_how_long():
    world = World()
    login = with_keys(world)
    for _ in range(4):
        assert words(answered(login, "000000")) == texts.WRONG_CODE.both()
    assert words(answered(login, "000000")) == texts.locked(300).both()
    assert login.over is not None
    assert login.methods() == ()
    locked = world.diary.last()
    assert isinstance(locked, LoginLocked)
    assert (locked.username, locked.terminal, locked.seconds) == ("sato", "T-7", 300)


def test_R16_while_locked_a_right_code_does_not_help_and_is_not_used_up():
    world = World()
    answered(with_keys(world), *["000000"] * 5)
    world.clock.passes(10)
    code = world.keeper.code_now("sato")
    assert "ロック" in words(answered(with_keys(world), code))
    assert world.keeper.used == set()
    assert world.keeper.attempts["sato"].failures == 5
    world.clock.passes(300)
    assert isinstance(answered(with_keys(world), world.keeper.code_now("sato")), Done)


def test_R16_failures_before_the_terminal_is_proved_never_count_against_the_person():
    world = World()
    for _ in range(3):
        login = world.login()
        for _ in range(6):
            login.prompt()
            login.answer("000000")
            login.signature_failed(SATO_KEY)
    assert world.keeper.attempts == {}
    assert world.keeper.calls == []


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1234567", "x" * 5_000_000])
def test_what_is_no_code_is_not_judged_and_counts_on_the_connection_only(typed):
    world = World()
    login = with_keys(world)
    assert words(answered(login, typed)) == texts.WRONG_CODE.both()
    assert world.keeper.calls == []
    failure = world.diary.last()
    assert isinstance(failure, LoginFailed)
    assert (failure.fault, failure.failures) == (StepFault.NOT_A_CODE, 1)


def test_an_unreadable_password_is_refused_at_once():
    world = World()
    login = at_terminal(world)
    assert words(answered(login, "x" * 5000)) == texts.ANSWER_TOO_LONG.both()
    assert asked(login) == PASSWORD_QUESTION


def test_an_answer_nobody_asked_for_ends_the_walk():
    world = World()
    login = with_keys(world)
    assert login.answer(world.keeper.code_now("sato")) == Over(text=texts.UNASKED)
    assert world.keeper.calls == []
    cut_off = world.diary.last()
    assert isinstance(cut_off, LoginCutOff)
    assert cut_off.reason is CutOffReason.UNASKED_ANSWER


def test_one_question_takes_one_answer():
    world = World()
    login = with_keys(world)
    asked(login)
    login.answer("000000")
    assert isinstance(login.answer(world.keeper.code_now("sato")), Over)


def test_a_question_asked_again_starts_over_and_drops_the_password():
    world = World()
    login = at_terminal(world)
    answered(login, PASSWORD)
    assert asked(login) == CODE_QUESTION
    assert asked(login) == PASSWORD_QUESTION


def test_a_key_request_drops_question_and_password():
    world = World()
    login = at_terminal(world)
    answered(login, "a wrong password")
    asked(login)
    login.key_proved(SATO_KEY)
    assert isinstance(login.answer(world.keeper.code_now("sato")), Over)
    login = at_terminal(world)
    answered(login, "a wrong password")
    login.key_proved(SATO_KEY)
    assert isinstance(answered(login, world.keeper.code_now("sato")), Done), "the held password plays no part"
    assert world.keeper.calls == ["code"]


def test_questions_have_an_end():
    login = with_keys(World())
    outcomes = [login.prompt() for _ in range(41)]
    assert all(isinstance(outcome, Prompt) for outcome in outcomes[:40])
    assert outcomes[40] == Over(text=texts.TOO_MANY)


def test_every_refused_answer_takes_whole_paces_whatever_failed():
    world = World()
    for name, password, code in [("sato", "wrong", "000000"), ("sato", PASSWORD, "000000"), ("nobody", "x", "000000")]:
        login = at_terminal(world, name)
        before = world.clock.ticks
        answered(login, password, code)
        assert world.clock.ticks - before == pytest.approx(0.5)
    assert len(world.paused) == 3
