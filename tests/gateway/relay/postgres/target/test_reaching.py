"""A hostile server in every phase of the log-in: given up in words, in bounded time, and told nothing it should not have."""

import time
from dataclasses import replace

import pytest

from gateway.relay.postgres.target import words
from gateway.relay.postgres.target.reaching import reached
from gateway.relay.postgres.wire.authentication import (
    AuthenticationCleartextPassword,
    AuthenticationGSS,
    AuthenticationGSSContinue,
    AuthenticationKerberosV5,
    AuthenticationMD5Password,
    AuthenticationOk,
    AuthenticationSASL,
    AuthenticationSASLContinue,
    AuthenticationSASLFinal,
    AuthenticationSSPI,
)
from gateway.relay.postgres.wire.message import framed
from gateway.relay.postgres.wire.scram import PLUS
from gateway.relay.postgres.wire.status import ParameterStatus
from gateway.relay.postgres.wire.target_login import NotLetIn
from gateway.relay.reaching import UNREACHABLE, Unreachable
from gateway.vocabulary.outcome import TargetError
from gateway.vocabulary.target import LoginWay
from tests.gateway.relay.postgres.target.a_database import made
from tests.gateway.relay.postgres.target.a_liar import ERROR, FATAL, KEY, NOTICE, READY, SECRET, Conversation, a_liar


class Password:
    def password(self) -> bytes:
        return SECRET

    def x509(self, public_key: bytes) -> bytes:
        raise AssertionError("nobody is to be shown a certificate here")


def given_up(script, *, seconds=3.0, **changes) -> TargetError:
    """What reaching such a server raises: with words, soon, and without the server's own."""
    began = time.monotonic()
    with a_liar(script) as target, pytest.raises(TargetError) as refused:
        reached(replace(target, **changes), "reader", Password(), database="callcenter", settings={})
    assert time.monotonic() - began < seconds
    assert refused.value.text is not None
    assert "secret of the target" not in f"{refused.value} {refused.value.text}"
    return refused.value


def after_startup(*said):
    def script(server: Conversation) -> None:
        server.packet()
        server.say(*said)
        server.silence()

    return script


def test_an_honest_one_lets_us_in():
    with a_liar(lambda server: (server.let_in(), server.silence())) as target:
        found = reached(target, "reader", Password(), database="callcenter", settings={"search_path": "pg_catalog"})
        found.talk.close()
    assert found.let_in.settings["client_encoding"] == "UTF8"
    assert found.let_in.key == KEY


# --- SSLRequest

PINNED = {"host_keys": (made()[0],)}


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (b"N", words.NO_TLS),
        (b"E", UNREACHABLE),
        (b"X", UNREACHABLE),
        (b"S" + b"x" * 5000, UNREACHABLE),
        (b"S\x15\x03\x03\x00\x02\x02\x28", UNREACHABLE),
    ],
)
def test_what_is_no_tls_is_given_up(said, text):
    assert given_up(after_startup(said), **PINNED).text is text


def test_a_server_that_closes_or_is_silent_before_tls(monkeypatch):
    assert isinstance(given_up(lambda server: None, **PINNED), Unreachable)
    monkeypatch.setattr("gateway.relay.postgres.target.reaching.LOGIN_SECONDS", 0.5)
    assert isinstance(given_up(lambda server: server.silence(), **PINNED), Unreachable)
    assert isinstance(given_up(after_startup(b"S"), **PINNED), Unreachable)


# --- the log-in


@pytest.mark.parametrize(
    "asked",
    [
        AuthenticationCleartextPassword(), AuthenticationMD5Password(salt=b"salt"), AuthenticationGSS(), AuthenticationSSPI(),
        AuthenticationKerberosV5(), AuthenticationGSSContinue(data=b""),
    ],
)  # fmt: skip
def test_R11_nothing_weaker_than_scram_is_answered(asked):
    heard = []

    def script(server: Conversation) -> None:
        server.packet()
        server.say(asked)
        heard.append(server.sock.recv(1024))

    assert given_up(script).text is words.WEAK
    assert heard in ([], [b""])


@pytest.mark.parametrize(
    "said",
    [
        AuthenticationOk(),
        AuthenticationSASL(mechanisms=()),
        AuthenticationSASL(mechanisms=(PLUS,)),
        AuthenticationSASL(mechanisms=("SCRAM-SHA-1",)),
        AuthenticationSASLContinue(data=b"r=x,s=c2FsdHNhbHQ=,i=4096"),
        AuthenticationSASLFinal(data=b"v=c2FsdA=="),
        READY,
        KEY,
        framed(ord("R"), b"\0\0\0\x63"),
        framed(ord("R"), b"\0"),
        framed(ord("D"), b"\0\0"),
        framed(ord("T"), b"\0\0"),
        framed(ord("x"), b""),
        b"R\x7f\xff\xff\xff",
        b"R\0\0\0\x03",
        b"E\x7f\xff\xff\xff",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
    ],
)
def test_words_that_may_not_come_first_are_a_fault(said):
    assert given_up(after_startup(said)).text is words.NOT_AS_IT_SHOULD


@pytest.mark.parametrize(
    "challenge",
    [
        {"iterations": 1}, {"iterations": 4095}, {"iterations": 1_000_001}, {"iterations": 9_999_999}, {"salt": b"salt"},
        {"salt": b""}, {"more": ""}, {"more": ",m=x"},
    ],
)  # fmt: skip
def test_a_challenge_out_of_bounds_is_a_fault_before_any_work_is_done(challenge):
    proofs = []

    def script(server: Conversation) -> None:
        server.challenged(**challenge)
        proofs.append(server.sock.recv(1024))

    assert given_up(script).text is words.NOT_AS_IT_SHOULD
    assert proofs in ([], [b""])


@pytest.mark.parametrize("after", ["another secret", "rubbish", "none", "twice", "challenge again"])
def test_a_server_that_does_not_prove_that_it_knows_the_password_is_given_up(after):
    def script(server: Conversation) -> None:
        first, server_first = server.challenged()
        good = server.signature(first, server_first, b"another" if after == "another secret" else SECRET)
        final = AuthenticationSASLFinal(data=b"rubbish" if after == "rubbish" else good)
        again = AuthenticationSASLContinue(data=server_first.encode())
        before = {"none": (), "twice": (final, final), "challenge again": (again,)}.get(after, (final,))
        server.say(*before, AuthenticationOk(), KEY, READY)
        server.silence()

    assert given_up(script).text is words.NOT_AS_IT_SHOULD


def test_a_refusal_is_told_by_its_code_alone():
    found = given_up(after_startup(FATAL))
    assert isinstance(found, NotLetIn)
    assert found.sqlstate == "28000"
    assert isinstance(given_up(after_startup(ERROR)), NotLetIn)


@pytest.mark.parametrize("said", [NOTICE, ParameterStatus(name="application_name", value="x" * 4000)])
def test_messages_without_end_are_ended_by_their_number(said):
    def script(server: Conversation) -> None:
        if said is NOTICE:
            server.packet()
        else:
            first, server_first = server.challenged()
            server.say(AuthenticationSASLFinal(data=server.signature(first, server_first)), AuthenticationOk())
        server.for_ever(said)

    assert given_up(script).text is words.NOT_AS_IT_SHOULD


def test_settings_without_end_are_ended_too():
    def script(server: Conversation) -> None:
        first, server_first = server.challenged()
        server.say(AuthenticationSASLFinal(data=server.signature(first, server_first)), AuthenticationOk())
        server.say(*(ParameterStatus(name=f"n{number}", value="x") for number in range(100)))
        server.silence()

    assert given_up(script).text is words.NOT_AS_IT_SHOULD


def test_a_server_that_dribbles_or_says_nothing_more_is_ended_by_the_clock(monkeypatch):
    monkeypatch.setattr("gateway.relay.postgres.target.reaching.LOGIN_SECONDS", 0.5)
    assert isinstance(given_up(lambda server: (server.packet(), server.dribble(b"R" * 1000))), TargetError)
    assert isinstance(
        given_up(lambda server: (server.packet(), server.dribble(b"N\0\0\x10\0" + b"x" * 1000))), Unreachable
    )
    assert isinstance(given_up(after_startup()), Unreachable)
    assert isinstance(given_up(lambda server: (server.challenged(), server.silence())), Unreachable)


def test_a_server_that_leaves_in_the_middle_is_unreachable():
    assert isinstance(given_up(lambda server: server.packet()), Unreachable)
    assert isinstance(given_up(lambda server: (server.packet(), server.say(b"R\0\0"))), Unreachable)
    assert isinstance(given_up(lambda server: server.challenged()), Unreachable)


def test_without_a_password_a_server_that_asks_for_one_gets_none():
    """A target of certificates is never spoken to in the clear; the keeper is not asked either."""
    assert given_up(after_startup(AuthenticationOk()), login=LoginWay.CERTIFICATE).text is words.NO_PIN
