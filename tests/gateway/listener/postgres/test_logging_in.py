"""The walk, as this door walks it."""

import pytest

from gateway.authentication import texts
from gateway.authentication.login import start
from gateway.authentication.ports import Door
from gateway.listener.postgres.arriving import Refused
from gateway.listener.postgres.line import Line
from gateway.listener.postgres.logging_in import LoggedIn, logged_in
from gateway.relay.postgres.wire.authentication import AuthenticationCleartextPassword
from gateway.relay.postgres.wire.passwords import PasswordMessage
from gateway.relay.postgres.wire.pipeline import Terminate
from gateway.sessions.ending import PersonLeft
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import PeerError
from gateway.vocabulary.secret import Secret
from tests.gateway.authentication.a_door import PASSWORD, World, a_terminal
from tests.gateway.authentication.test_certificate_steps import SHOWN, login, world
from tests.gateway.authentication.test_grant_steps import grant
from tests.gateway.listener.postgres.test_line import CLOCK, a_line


def answers(of: World, said: bytes, shown: bytes | None = SHOWN) -> tuple[LoggedIn | Exception, bytes, list[str]]:
    """What came of it, what the client heard, and when the terminal counted as proved."""
    line, client = a_line()
    client.sendall(said)
    proved: list[str] = []
    walk = login(of)
    try:
        came: LoggedIn | Exception = logged_in(line, walk, shown, lambda: proved.append("proved"))
    except (Refused, PersonLeft, PeerError) as error:
        came = error
    line.stream.close()
    return came, client.recv(1000), proved


def password(answer: str) -> bytes:
    return PasswordMessage(password=Secret(answer.encode())).encoded()


def test_R16_password_and_code_in_one_answer() -> None:
    here = world()
    came, heard, proved = answers(here, password(PASSWORD + here.keeper.code_now("sato")))
    assert isinstance(came, LoggedIn)
    assert not came.by_grant
    assert heard == AuthenticationCleartextPassword().encoded()
    assert proved == ["proved"]
    assert here.keeper.calls == ["take", "password", "code"]


def test_an_earlier_log_in_carries_it() -> None:
    here = world()
    grant(here)
    came, _, _ = answers(here, password(PASSWORD + "123456"))
    assert isinstance(came, LoggedIn)
    assert came.by_grant
    assert here.keeper.calls == ["take"]


@pytest.mark.parametrize(
    "answer", ["wrong{code}", PASSWORD + "000000", PASSWORD, "", "12345", "x" * 3000, PASSWORD + "12345x"]
)
def test_R16_what_is_wrong_is_one_failure_of_one_kind_and_takes_an_even_time(answer: str) -> None:
    here = world()
    came, _, _ = answers(here, password(answer.format(code=here.keeper.code_now("sato"))))
    assert isinstance(came, Refused)
    assert came.sqlstate == "28P01"
    assert came.text in (texts.WRONG_PASSWORD_OR_CODE, texts.WRONG_CODE)
    assert len(here.paused) == 1
    assert here.diary.kinds.count("login.failed") == 1


def test_R16_a_code_is_good_once() -> None:
    here = world()
    said = password(PASSWORD + here.keeper.code_now("sato"))
    assert isinstance(answers(here, said)[0], LoggedIn)
    here.diary.bound = None  # the next connection
    came, _, _ = answers(here, said)
    assert isinstance(came, Refused)
    assert came.sqlstate == "28P01"
    assert "already been used" in came.text.en


def test_R16_a_locked_account() -> None:
    here = world()
    for _ in range(5):
        came, _, _ = answers(here, password("wrong123456"))
    assert isinstance(came, Refused)
    assert came.sqlstate == "28000"
    assert "Locked" in came.text.en


@pytest.mark.parametrize("shown", [None, b"nobody's"])
def test_R18_without_a_registered_certificate_nothing_is_asked(shown: bytes | None) -> None:
    here = world()
    came, heard, proved = answers(here, b"", shown)
    assert isinstance(came, Refused)
    assert (came.sqlstate, came.text) == ("28000", texts.UNAPPROVED_CERTIFICATE)
    assert heard == b""
    assert proved == []
    assert here.keeper.calls == []


def test_R20_a_suspended_person_is_told_after_everything_was_right() -> None:
    here = world()
    here.person("sato", standing=Standing.SUSPENDED)
    came, _, _ = answers(here, password(PASSWORD + here.keeper.code_now("sato")))
    assert isinstance(came, Refused)
    assert (came.sqlstate, came.text) == ("28000", texts.SUSPENDED)


def test_a_client_that_only_wants_to_know_whether_a_password_is_wanted() -> None:
    """psql's first connection."""
    came, _, _ = answers(world(), Terminate().encoded())
    assert isinstance(came, PersonLeft)


@pytest.mark.parametrize("said", [b"Q\0\0\0\x04", password("x") + password("y")])
def test_anything_else_is_the_clients_fault(said: bytes) -> None:
    here = world()
    came, _, _ = answers(here, said)
    assert isinstance(came, PeerError)
    assert here.keeper.calls == []


def test_nobodys_name_is_walked_like_anybodys() -> None:
    heard = []
    for name in ("sato+callcenter-db", "nobody+callcenter-db"):
        here = world()
        here.directory.certified[SHOWN] = a_terminal("T-7")
        line, client = a_line()
        client.sendall(password("wrong123456"))
        walk = start(name, door=Door.POSTGRESQL, connection="C-1", address="192.0.2.7:1", ports=here.ports)
        with pytest.raises(Refused) as refused:
            logged_in(Line(line.stream, CLOCK, CLOCK.monotonic() + 2), walk, SHOWN, lambda: None)
        heard.append((refused.value.sqlstate, refused.value.text, len(here.paused)))
        client.close()
    assert heard[0] == heard[1]
