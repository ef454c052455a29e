"""Questions of the gateway's own: answered, refused, and given up where the server is hostile after the log-in."""

import time

import pytest

from gateway.relay.postgres.target import talking, words
from gateway.relay.postgres.target.ahead import Ahead
from gateway.relay.postgres.target.dial import dial
from gateway.relay.postgres.target.pins import settings
from gateway.relay.postgres.target.reaching import reached
from gateway.relay.postgres.target.talking import Refusing
from gateway.relay.postgres.wire.copying import CopyOutResponse
from gateway.relay.postgres.wire.message import framed
from gateway.relay.postgres.wire.rows import Field, RowDescription, data_row
from gateway.relay.postgres.wire.simple_query import CommandComplete
from gateway.relay.postgres.wire.status import ParameterStatus
from gateway.relay.reaching import Unreachable
from gateway.vocabulary.outcome import TargetError
from tests.gateway.relay.postgres.target.a_database import a_permit
from tests.gateway.relay.postgres.target.a_liar import ERROR, FATAL, NOTICE, READY, SETTINGS, a_liar
from tests.gateway.relay.postgres.target.test_reaching import Password

ONE = RowDescription(fields=(Field(name="x", type=25),))
TAKEN = tuple((name.lower(), "ISO, YMD" if name == "DateStyle" else value) for name, value in settings(30).items())
TABLES = (("16384", "1", "public", "customers", "id"), ("16384", "2", "public", "customers", "name"))


def asking(*said, ask="SELECT 1", seconds=5.0, rows_max=talking.ROWS_MAX):
    """What a server that answers so gives."""

    def script(server) -> None:
        server.let_in()
        server.message()
        for each in said:
            each(server) if callable(each) else server.say(each)
        server.silence()

    with a_liar(script) as target:
        talk = reached(target, "reader", Password(), database="callcenter", settings={}).talk
        try:
            return talk.ask(ask, seconds, rows_max=rows_max)
        finally:
            talk.close()


def test_rows_of_each_statement_as_text():
    said = (lambda server: server.rows(("a", None)), NOTICE, lambda server: server.rows(), READY)
    assert asking(*said) == [[("a", None)], []]


def test_a_refused_statement_is_its_code_once_the_server_is_ready_again():
    with pytest.raises(Refusing) as refused:
        asking(lambda server: server.rows(("a",)), ERROR, READY)
    assert refused.value.sqlstate == "42501"
    assert "secret of the target" not in f"{refused.value}{refused.value.text}"
    with pytest.raises(Refusing):
        asking(FATAL)


@pytest.mark.parametrize(
    "said",
    [
        (data_row([b"x"]),),
        (ONE, data_row([b"\xff\xfe"])),
        (ONE, framed(ord("D"), b"\0\2\0\0\0\1x")),
        (ONE, framed(ord("D"), b"\0\1\x7f\xff\xff\xffx")),
        (CopyOutResponse(format=0, columns=()),),
        (framed(ord("G"), b"\0\0\0"),),
        (framed(ord("R"), b"\0\0\0\3"),),
        (framed(ord("A"), b"\0\0\0\1x\0y\0"),),
        (b"D\x7f\xff\xff\xff",),
        (b"q\0\0\0\4",),
    ],
)
def test_what_is_no_answer_is_a_fault_in_words(said):
    with pytest.raises(TargetError) as refused:
        asking(*said)
    assert refused.value.text is words.NOT_AS_IT_SHOULD


@pytest.mark.parametrize("more", [NOTICE, CommandComplete(tag="SELECT 0"), SETTINGS[0]])
def test_an_answer_of_nothing_that_does_not_end_is_ended_by_its_number(more):
    with pytest.raises(TargetError) as refused:
        asking(lambda server: server.for_ever(more))
    assert refused.value.text is words.NOT_AS_IT_SHOULD


def test_rows_without_end_are_ended_by_their_number_and_by_their_bytes(monkeypatch):
    with pytest.raises(TargetError) as refused:
        asking(ONE, *[data_row([b"x"])] * 11, CommandComplete(tag="SELECT 11"), READY, rows_max=10)
    assert refused.value.text is words.TOO_LARGE
    endless = (ONE, lambda server: server.for_ever(data_row([b"x" * 100])))
    with pytest.raises(TargetError) as refused:
        asking(*endless, rows_max=500)
    assert refused.value.text is words.TOO_LARGE
    monkeypatch.setattr(talking, "ANSWER_BYTES_MAX", 50_000)
    with pytest.raises(TargetError) as refused:
        asking(*endless)
    assert refused.value.text is words.TOO_LARGE


def test_silence_is_ended_by_the_clock():
    began = time.monotonic()
    with pytest.raises(Unreachable):
        asking(ONE, seconds=0.3)
    with pytest.raises(Unreachable):
        asking(lambda server: server.dribble(ONE.encoded() * 20), seconds=0.3)
    assert time.monotonic() - began < 3


# --- the same while a session is dialled


def dialling(settings_rows=TAKEN, tables=TABLES, told=SETTINGS, behind=()):
    def script(server) -> None:
        server.let_in(*told)
        server.message()
        server.rows(*settings_rows)
        if tables is not None:
            server.rows(*tables)
        server.say(READY, *behind)
        server.silence()

    with a_liar(script) as target:
        return dial(a_permit(target), Password(), database="callcenter", statement_seconds=30)


def test_an_honest_server_gives_a_session():
    found = dialling()
    assert found.snapshot_rows == ((16384, 1, "public", "customers", "id"), (16384, 2, "public", "customers", "name"))
    found.stream.close()


def test_what_the_target_said_already_comes_first():
    told = ParameterStatus(name="TimeZone", value="Japan").encoded()
    found = dialling(behind=(told,))
    if isinstance(found.stream, Ahead):  # it came in one piece with the last answer
        assert found.stream.read() == told
    else:
        deadline = time.monotonic() + 2
        data = b""
        while not data and time.monotonic() < deadline:
            data = found.stream.read()
        assert data == told
    assert not isinstance(found.stream, Ahead) or found.stream.unsent == 0
    found.stream.close()


def given_up(**lies):
    with pytest.raises(TargetError) as refused:
        dialling(**lies)
    return refused.value.text


@pytest.mark.parametrize("name", [row[0] for row in TAKEN])
def test_R04_a_setting_that_did_not_take_is_given_up(name):
    others = tuple(row for row in TAKEN if row[0] != name)
    assert given_up(settings_rows=others) is words.NOT_PINNED
    assert given_up(settings_rows=(*others, (name, "another"))) is words.NOT_PINNED


def test_a_superuser_and_a_server_that_does_not_say_are_given_up():
    assert given_up(told=(ParameterStatus(name="is_superuser", value="on"),)) is words.SUPERUSER
    assert given_up(told=(SETTINGS[1],)) is words.SUPERUSER


@pytest.mark.parametrize(
    "tables",
    [
        None,
        (("16384", "1", "public", "customers", None),),
        (("16384", "x", "public", "customers", "id"),),
        (("99999999999", "1", "public", "customers", "id"),),
        (("16384", "1", "public"),),
    ],
)
def test_tables_that_are_none_are_given_up(tables):
    assert given_up(tables=tables) is words.NOT_AS_IT_SHOULD
