"""Further connections of one log-in at the database door."""

from datetime import timedelta

import pytest

from gateway.authentication.events import LoginCompleted, LoginFactorProved
from gateway.authentication.ledger import Factor
from gateway.authentication.login import Login
from gateway.authentication.ports import Granted
from gateway.authentication.progress import Done, Over
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret
from tests.gateway.authentication.a_door import PASSWORD, World
from tests.gateway.authentication.test_certificate_steps import SHOWN, login, world

TYPED = Secret(PASSWORD.encode())


def proved(of: World, name: str = "sato+callcenter-db") -> Login:
    walk = login(of, name)
    walk.certificate_proved(SHOWN)
    return walk


def grant(of: World, code: str = "123456") -> None:
    before = of.clock.now() - timedelta(minutes=5)
    given = Granted(assertion=b"assertion of sato", proved_at=before)
    of.keeper.grants["sato", "T-7", "callcenter-db", TYPED.reveal(), code] = given


def test_the_same_answers_from_the_same_terminal_are_carried_by_the_first_log_in() -> None:
    here = world()
    grant(here)
    done = proved(here).granted(TYPED, "123456")
    assert isinstance(done, Done)
    assert done.proved.at == here.clock.now() - timedelta(minutes=5)
    assert done.proved.factors == (Factor.TERMINAL_KEY, Factor.PASSWORD, Factor.CODE)
    assert here.keeper.calls == ["take"]
    completed = here.diary.last()
    assert isinstance(completed, LoginCompleted)
    assert completed.factors == (Factor.TERMINAL_KEY, Factor.GRANT)
    assert [event.factor for event in here.diary.events if isinstance(event, LoginFactorProved)] == [
        Factor.TERMINAL_KEY,
        Factor.GRANT,
    ]


def test_no_grant_is_no_failure() -> None:
    here = world()
    walk = proved(here)
    assert walk.granted(TYPED, "123456") is None
    assert walk.over is None
    assert here.diary.kinds[-1] == "login.factor_proved"


def test_what_is_no_code_is_not_asked_about() -> None:
    here = world()
    grant(here, code="")
    assert proved(here).granted(TYPED, "") is None
    assert here.keeper.calls == []


def test_without_a_target_there_is_no_grant() -> None:
    here = world()
    assert proved(here, "sato").granted(TYPED, "123456") is None
    assert here.keeper.calls == []


def test_R18_no_grant_before_the_terminal_is_proved() -> None:
    here = world()
    grant(here)
    with pytest.raises(GatewayFault):
        login(here).granted(TYPED, "123456")
    assert here.keeper.calls == []


def test_R20_a_person_who_may_not_log_in_any_more_is_told_so() -> None:
    here = world()
    grant(here)
    here.person("sato", standing=Standing.SUSPENDED)
    assert isinstance(proved(here).granted(TYPED, "123456"), Over)


def test_the_ssh_door_has_none() -> None:
    here = world()
    grant(here)
    ports = here.ports
    assert ports.grants is here.keeper  # and wiring.session gives none to SSH
