import pytest

from gateway.authentication import texts
from gateway.authentication.events import (
    LoginAbandoned,
    LoginCutOff,
    LoginRefused,
    LoginStarted,
    LoginTerminalUnapproved,
    TerminalFault,
)
from gateway.authentication.ledger import Stage
from gateway.authentication.login_name import LoginName, NameFault
from gateway.authentication.progress import Done, Failed, Over, Partial
from gateway.crypto.digest import fingerprint
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.authentication.a_door import (
    LOST_TERMINAL_KEY,
    NOBODYS_KEY,
    SATO_KEY,
    TERMINAL_KEY,
    World,
    asked,
)


def test_a_walk_begins_on_record():
    world = World()
    login = world.login("sato=callcenter-app=postgres")
    assert login.name == LoginName(username="sato", target="callcenter-app", account="postgres")
    started = world.diary.last()
    assert isinstance(started, LoginStarted)
    assert (started.username, started.wanted_target, started.person) == ("sato", "callcenter-app", None)


def test_R95_a_malformed_name_is_refused_in_words_and_its_letters_are_not_kept():
    world = World()
    assert world.started("My Passw0rd!") == Over(text=texts.BAD_NAME)
    refusal = world.diary.last()
    assert isinstance(refusal, LoginRefused)
    assert (refusal.username, refusal.name_fault) == (None, NameFault.BAD_USERNAME)


@pytest.mark.parametrize("given_name", ["sato", "My Passw0rd!"])
def test_a_walk_that_cannot_be_recorded_does_not_begin(given_name):
    world = World()
    world.diary.fails_at = 0
    with pytest.raises(GatewayFault):
        world.started(given_name)


def test_R16_R18_the_whole_walk_as_a_transcript():
    world = World()
    login = world.login()
    assert login.methods() == ("publickey",)
    assert isinstance(login.not_this_way(), Failed)
    assert not login.would_accept(NOBODYS_KEY)
    assert login.would_accept(TERMINAL_KEY)
    assert login.key_proved(TERMINAL_KEY) == Partial(methods=("publickey", "keyboard-interactive"))
    assert login.would_accept(SATO_KEY)
    assert login.key_proved(SATO_KEY) == Partial(methods=("keyboard-interactive",))
    asked(login)
    assert isinstance(login.answer(world.keeper.code_now("sato")), Done)
    login.gone()
    assert world.diary.kinds == ["login.started", *["login.factor_proved"] * 3, "login.completed"]


def test_nothing_is_taken_after_the_log_in():
    world = World()
    login = world.login()
    login.key_proved(TERMINAL_KEY)
    login.key_proved(SATO_KEY)
    asked(login)
    login.answer(world.keeper.code_now("sato"))
    assert login.over is None, "a log-in is no refusal"
    assert login.methods() == ()
    assert not login.would_accept(SATO_KEY)
    for outcome in (login.key_proved(SATO_KEY), login.prompt(), login.answer("123456"), login.not_this_way()):
        assert isinstance(outcome, Over)
    assert world.diary.last().kind == "login.completed"


def test_R18_a_private_computer_with_everything_right_is_refused_before_any_question_and_noticed():
    world = World()
    login = world.login()
    assert not login.would_accept(NOBODYS_KEY)
    assert login.key_proved(SATO_KEY) == Partial(methods=("publickey",))
    assert login.prompt() == Failed(text=texts.UNAPPROVED_TERMINAL)
    assert isinstance(login.answer(world.keeper.code_now("sato")), Over)
    event = next(event for event in world.diary.events if isinstance(event, LoginTerminalUnapproved))
    assert (event.fault, event.offered, event.person_key_proved) == (
        TerminalFault.UNREGISTERED,
        (fingerprint(NOBODYS_KEY),),
        True,
    )
    login.gone()
    assert world.diary.kinds.count("login.terminal_unapproved") == 1
    assert world.keeper.calls == []


@pytest.mark.parametrize(
    ("offered", "fault"),
    [
        ([], TerminalFault.NO_KEY),
        ([NOBODYS_KEY], TerminalFault.UNREGISTERED),
        ([LOST_TERMINAL_KEY], TerminalFault.SUSPENDED),
        ([TERMINAL_KEY], TerminalFault.NOT_SIGNED),
    ],
)
def test_R18_a_connection_that_goes_away_without_a_terminal_is_an_unapproved_terminal(offered, fault):
    world = World()
    login = world.login()
    for key in offered:
        login.would_accept(key)
    login.gone()
    login.gone()
    event = world.diary.last()
    assert isinstance(event, LoginTerminalUnapproved)
    assert event.fault is fault
    assert world.diary.kinds.count("login.terminal_unapproved") == 1


def test_a_connection_that_goes_away_on_a_proved_terminal_is_abandoned():
    world = World()
    login = world.login()
    login.key_proved(TERMINAL_KEY)
    login.gone()
    event = world.diary.last()
    assert isinstance(event, LoginAbandoned)
    assert (event.stage, event.terminal) == (Stage.TERMINAL, "T-7")


def test_an_agent_full_of_keys_logs_in_and_the_forty_first_query_does_not():
    world = World()
    login = world.login()
    for number in range(38):
        assert not login.would_accept(NOBODYS_KEY + bytes([number]))
    assert login.would_accept(TERMINAL_KEY)
    login.key_proved(TERMINAL_KEY)
    assert login.would_accept(SATO_KEY)
    login = world.login()
    for number in range(40):
        assert not login.would_accept(NOBODYS_KEY + bytes([number]))
    assert login.over is None
    assert not login.would_accept(TERMINAL_KEY)
    assert login.over == Over(text=texts.TOO_MANY)
    assert isinstance(world.diary.events[-2], LoginCutOff)
    assert not login.would_accept(TERMINAL_KEY)
    assert isinstance(login.key_proved(TERMINAL_KEY), Over)


def test_methods_not_offered_are_counted_too():
    login = World().login()
    outcomes = [login.not_this_way() for _ in range(41)]
    assert outcomes[:40] == [Failed(text=texts.NOT_THIS_WAY)] * 40
    assert outcomes[40] == Over(text=texts.TOO_MANY)


def test_R18_six_bad_signatures_are_the_end():
    world = World()
    login = world.login()
    assert all(isinstance(login.signature_failed(TERMINAL_KEY), Failed) for _ in range(5))
    assert login.signature_failed(TERMINAL_KEY) == Over(text=texts.TOO_MANY)
    assert world.diary.kinds[-2:] == ["login.cut_off", "login.terminal_unapproved"]


def test_whatever_a_port_raises_ends_the_walk():
    world = World()
    login = world.login()
    world.directory.key_owner = lambda blob: {}[blob]  # type: ignore[method-assign]
    with pytest.raises(GatewayFault):
        login.would_accept(TERMINAL_KEY)
    assert login.over == Over(text=texts.FAULT)
    assert login.key_proved(TERMINAL_KEY) == Over(text=texts.FAULT)
