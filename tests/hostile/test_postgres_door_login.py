"""What a stranger, a thief and a colleague try at the database door; nobody comes in, and nobody learns what he should not.

The door is the product's own in this process, the clients are libpq's, or raw TLS where libpq would be too polite.
"""

import threading

import psycopg
import pytest

from gateway.authentication import texts
from gateway.authentication.events import LoginTerminalUnapproved, TerminalFault
from gateway.relay.postgres.wire.passwords import PasswordMessage
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.secret import Secret
from tests.gateway.authentication.a_door import PASSWORD, a_terminal
from tests.gateway.listener.postgres.a_database_door import GONE, STARTUP, TARGET, a_database_door, rest_of


@pytest.fixture
def door(tmp_path):
    with a_database_door(tmp_path) as made:
        yield made
        assert made.dialled == []
        assert made.room.recorders == []


def unapproved(door) -> list[TerminalFault]:
    return [event.fault for event in door.world.diary.events if isinstance(event, LoginTerminalUnapproved)]


def is_refused(said: str, text: object) -> None:
    assert text.ja in said  # type: ignore[attr-defined]
    assert text.en in said  # type: ignore[attr-defined]


def test_R18_without_tls(door) -> None:
    assert "sslmode=verify-full" in door.refusal(sslmode="disable", password=door.answer())
    assert door.begun == []


def test_R18_without_a_certificate(door) -> None:
    said = door.refusal(sslcert=None, sslkey=None, sslcertmode="disable", password=door.answer())
    is_refused(said, texts.UNAPPROVED_CERTIFICATE)
    assert unapproved(door) == [TerminalFault.NO_KEY]
    assert "password" not in door.world.keeper.calls


def test_R18_with_a_certificate_that_nobody_registered(door) -> None:
    crt, key = door.client_files("private")
    said = door.refusal(sslcert=str(crt), sslkey=str(key), password=door.answer())
    is_refused(said, texts.UNAPPROVED_CERTIFICATE)
    assert unapproved(door) == [TerminalFault.UNREGISTERED]
    assert "password" not in door.world.keeper.calls


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.REVOKED])
def test_R18_with_the_certificate_of_a_terminal_that_may_not_be_used(door, standing: Standing) -> None:
    crt, key = door.client_files("old")
    door.register((crt, key), "T-9", standing)
    said = door.refusal(sslcert=str(crt), sslkey=str(key), password=door.answer())
    is_refused(said, texts.UNAPPROVED_CERTIFICATE)
    assert unapproved(door) == [TerminalFault(standing.value)]
    assert "password" not in door.world.keeper.calls


def test_R18_with_the_registered_certificate_and_another_key(door) -> None:
    """libpq itself refuses to try; so does OpenSSL, and a signature by another key is no handshake (test_tls)."""
    _, other = door.client_files("thief")
    assert "private key" in door.refusal(sslkey=str(other), password=door.answer())
    assert door.begun == []


def test_R18_a_certificate_that_looks_like_the_registered_one(door) -> None:
    """The same names, another key: it is known by its digest, and by nothing that is written in it."""
    crt, key = door.client_files("terminal-copy")
    assert crt.read_bytes() != door.terminal[0].read_bytes()
    is_refused(door.refusal(sslcert=str(crt), sslkey=str(key), password="x"), texts.UNAPPROVED_CERTIFICATE)


@pytest.mark.parametrize("answer", ["wrong{code}", PASSWORD + "000000", PASSWORD, "{code}", "x"])
def test_R16_with_a_wrong_answer(door, answer: str) -> None:
    said = door.refusal(password=answer.format(code=door.code()))
    assert texts.WRONG_PASSWORD_OR_CODE.ja in said or texts.WRONG_CODE.ja in said
    assert len(door.paused) == 1


def test_an_answer_longer_than_any_password_is_not_judged(door) -> None:
    is_refused(door.refusal(password="x" * 1900), texts.ANSWER_TOO_LONG)
    assert "password" not in door.world.keeper.calls


def test_R16_five_wrong_answers_lock_and_a_right_one_does_not_help(door) -> None:
    for _ in range(5):
        door.refusal(password="wrong123456")
    said = door.refusal(password=door.answer())
    assert "ロック" in said
    assert "Locked" in said
    assert "login.locked" in door.world.diary.kinds


def test_R16_a_used_code(door) -> None:
    answer = door.answer()
    door.world.keeper.used.add(("sato", door.world.keeper.step()))
    said = door.refusal(password=answer)
    assert "使用済み" in said
    assert "already been used" in said


def test_R16_nobodys_name_is_refused_like_anybodys(door) -> None:
    heard = [door.refusal(user=f"{name}+{TARGET}", password="wrong123456") for name in ("sato", "nobody")]
    assert heard[0].partition("FATAL")[2] == heard[1].partition("FATAL")[2]
    assert len(door.paused) == 2


def test_a_colleagues_grant_is_not_ones_own(door) -> None:
    """The same answer under another name, from another terminal, or for another target has no grant."""
    door.grant(PASSWORD, "123456")
    crt, key = door.client_files("second")
    door.register((crt, key), "T-8")
    answer = PASSWORD + "123456"
    for changes in ({"user": f"suzuki+{TARGET}"}, {"sslcert": str(crt), "sslkey": str(key)}, {"user": "sato+other-db"}):
        said = door.refusal(password=answer, **changes)
        assert GONE.ja not in said
        assert texts.WRONG_PASSWORD_OR_CODE.ja in said


def test_a_terminal_withdrawn_between_certificate_and_answer(door) -> None:
    with door.inside() as client:
        client.sendall(STARTUP)
        assert client.recv(9)[:1] == b"R"
        (shown,) = door.world.directory.certified
        door.world.directory.certified[shown] = a_terminal("T-7", Standing.SUSPENDED)
        client.sendall(PasswordMessage(password=Secret(door.answer().encode())).encoded())
        assert texts.KEY_WITHDRAWN.en.encode() in rest_of(client)


def test_a_replayed_answer_on_another_connection_is_a_used_code(tmp_path) -> None:
    """Byte for byte what a first client said inside its TLS."""
    with a_database_door(tmp_path) as door:
        said = PasswordMessage(password=Secret(door.answer().encode())).encoded()
        heard = []
        for _ in range(2):
            door.world.diary.bound = None
            with door.inside() as client:
                client.sendall(STARTUP)
                assert client.recv(9)[:1] == b"R"
                client.sendall(said)
                heard.append(rest_of(client))
        assert GONE.en.encode() in heard[0]
        assert b"already been used" in heard[1]
        assert len(door.dialled) == 1


def test_many_at_once_by_one_code_are_one_log_in(tmp_path) -> None:
    with a_database_door(tmp_path) as door:
        answer = door.answer()
        heard: list[str] = []
        threads = [threading.Thread(target=lambda: heard.append(door.refusal(password=answer))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert sum(GONE.ja in said for said in heard) == 1
        assert len(door.dialled) == 1


def test_libpq_is_never_told_to_use_a_weaker_way(door) -> None:
    """A client that insists on SCRAM is not served: this door asks for the answer in TLS, and for nothing else."""
    with pytest.raises(psycopg.OperationalError) as refused:
        door.connect(password="x", require_auth="scram-sha-256")
    assert "authentication method requirement" in str(refused.value)
