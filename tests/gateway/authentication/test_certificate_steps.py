"""The database door: a terminal is known by its certificate, whose key TLS has proved."""

from datetime import timedelta

import pytest

from gateway.authentication import texts
from gateway.authentication.events import (
    KeyFault,
    LoginFactorProved,
    LoginFailed,
    LoginTerminalUnapproved,
    TerminalFault,
)
from gateway.authentication.ledger import Factor
from gateway.authentication.login import Login, start
from gateway.authentication.ports import Door, Noted
from gateway.authentication.progress import Done, Over, Partial
from gateway.crypto import terminal_certificate
from gateway.crypto.digest import sha256
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.authentication.a_door import NOON, PASSWORD, TERMINAL_KEY, World, a_terminal, asked
from tests.gateway.crypto.a_terminal_certificate import certificate, der_of

SHOWN = der_of(certificate(now=NOON))


def world(standing: Standing = Standing.ACTIVE) -> World:
    made = World()
    made.directory.certified[SHOWN] = a_terminal("T-7", standing)
    return made


def login(of: World, name: str = "sato+callcenter-db") -> Login:
    walk = start(name, door=Door.POSTGRESQL, connection="C-1", address="192.0.2.7:50022", ports=of.ports)
    assert isinstance(walk, Login)
    return walk


def test_R18_a_registered_certificate_then_password_and_code_are_a_log_in() -> None:
    here = world()
    walk = login(here)
    assert isinstance(walk.certificate_proved(SHOWN), Partial)
    asked(walk)
    assert isinstance(walk.answer(PASSWORD), Partial)
    asked(walk)
    done = walk.answer(here.keeper.code_now("sato"))
    assert isinstance(done, Done)
    assert done.proved.factors == (Factor.TERMINAL_KEY, Factor.PASSWORD, Factor.CODE)
    assert done.proved.terminal_id == "T-7"
    proofs = [event for event in here.diary.events if isinstance(event, LoginFactorProved)]
    assert proofs[0].fingerprint == sha256(SHOWN).hex()
    assert proofs[0].terminal == "T-7"
    assert all(event.door is Door.POSTGRESQL for event in proofs)


@pytest.mark.parametrize(
    ("standing", "fault", "why"),
    [
        (Standing.SUSPENDED, KeyFault.TERMINAL_SUSPENDED, TerminalFault.SUSPENDED),
        (Standing.REVOKED, KeyFault.TERMINAL_REVOKED, TerminalFault.REVOKED),
    ],
)
def test_R18_a_terminal_that_may_not_be_used(standing: Standing, fault: KeyFault, why: TerminalFault) -> None:
    here = world(standing)
    over = login(here).certificate_proved(SHOWN)
    assert isinstance(over, Over)
    assert over.text == texts.UNAPPROVED_CERTIFICATE
    failed, unapproved = here.diary.events[-2:]
    assert isinstance(failed, LoginFailed)
    assert isinstance(unapproved, LoginTerminalUnapproved)
    assert (failed.key_fault, unapproved.fault) == (fault, why)


def test_R18_nobodys_certificate_and_none_at_all_look_alike() -> None:
    here = world()
    nobodys = login(here).certificate_proved(der_of(certificate(name="private", now=NOON)))
    none = login(here).certificate_proved(None)
    assert isinstance(nobodys, Over)
    assert isinstance(none, Over)
    assert nobodys.text == none.text == texts.UNAPPROVED_CERTIFICATE
    faults = [event.fault for event in here.diary.events if isinstance(event, LoginTerminalUnapproved)]
    assert faults == [TerminalFault.UNREGISTERED, TerminalFault.NO_KEY]
    assert "password" not in here.keeper.calls


@pytest.mark.parametrize("days", [-2, 31])
def test_a_certificate_outside_its_validity(days: int) -> None:
    here = world()
    here.clock.at += timedelta(days=days)
    over = login(here).certificate_proved(SHOWN)
    assert isinstance(over, Over)
    assert over.text == texts.CERTIFICATE_NOT_VALID


def test_bytes_that_are_no_certificate_are_nobodys() -> None:
    over = login(world()).certificate_proved(b"0\x82\x01\x0a")
    assert isinstance(over, Over)


@pytest.mark.parametrize(
    ("noted", "text"),
    [(Noted.COPIED, texts.TERMINAL_COPIED), (Noted.WITHDRAWN, texts.UNAPPROVED_CERTIFICATE)],
)
def test_R18_what_the_registrar_says_against_the_proof_ends_it(noted: Noted, text: object) -> None:
    here = world()
    here.diary.noted = noted
    over = login(here).certificate_proved(SHOWN)
    assert isinstance(over, Over)
    assert over.text == text


def test_a_second_terminal_is_not_taken() -> None:
    here = world()
    walk = login(here)
    walk.certificate_proved(SHOWN)
    assert isinstance(walk.certificate_proved(SHOWN), Over)
    ssh = here.login()
    ssh.key_proved(TERMINAL_KEY)
    assert isinstance(ssh.certificate_proved(SHOWN), Over)


def test_a_certificate_withdrawn_while_the_code_is_typed_is_noticed() -> None:
    here = world()
    walk = login(here)
    walk.certificate_proved(SHOWN)
    asked(walk)
    walk.answer(PASSWORD)
    asked(walk)
    here.directory.certified[SHOWN] = a_terminal("T-8")
    over = walk.answer(here.keeper.code_now("sato"))
    assert isinstance(over, Over)
    assert over.text == texts.KEY_WITHDRAWN


def test_what_is_not_on_record_is_not_proved() -> None:
    here = world()
    walk = login(here)
    here.diary.fails_at = len(here.diary.commits)
    with pytest.raises(GatewayFault):
        walk.certificate_proved(SHOWN)
    assert walk.over is not None


def test_its_digest_is_the_one_the_office_shows() -> None:
    assert sha256(SHOWN).hex() == terminal_certificate.from_der(SHOWN).sha256
