import pytest

from gateway.authentication.events import LoginAbandoned, LoginStarted
from gateway.authentication.ledger import Stage
from gateway.authentication.ports import Door
from gateway.authentication.trail import Trail
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.authentication.a_door import ADiary


def a_trail(diary: ADiary) -> Trail:
    return Trail(diary, door=Door.SSH, connection="C-1", address="192.0.2.7:1", username="sato")


def test_events_carry_the_connection_and_the_terminal_once_it_is_known():
    trail = a_trail(ADiary())
    before = trail.event(LoginStarted)
    trail.terminal = "T-7"
    after = trail.event(LoginAbandoned, stage=Stage.TERMINAL)
    assert (before.connection, before.username, before.terminal) == ("C-1", "sato", None)
    assert (after.terminal, after.stage, after.person) == ("T-7", Stage.TERMINAL, None)


def test_a_misspelt_field_is_a_defect_and_not_an_event():
    with pytest.raises(TypeError):
        a_trail(ADiary()).event(LoginStarted, wanted="app")


def test_events_of_one_write_share_a_commit_and_nothing_is_no_commit():
    diary = ADiary()
    trail = a_trail(diary)
    trail.write(trail.event(LoginStarted), trail.event(LoginAbandoned, stage=Stage.NOTHING))
    trail.write()
    assert diary.commits == [("login.started", "login.abandoned")]


def test_what_the_diary_raises_is_raised():
    diary = ADiary()
    diary.fails_at = 0
    with pytest.raises(GatewayFault):
        a_trail(diary).write(a_trail(diary).event(LoginStarted))
