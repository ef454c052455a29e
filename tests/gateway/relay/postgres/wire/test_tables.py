"""Every message there is: read what was written, refuse what is cut, and raise nothing but the side's fault."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.relay.postgres.wire.authentication import Authentication
from gateway.relay.postgres.wire.message import framed
from gateway.relay.postgres.wire.notices import ErrorResponse, NoticeResponse
from gateway.relay.postgres.wire.portals import Bind
from gateway.relay.postgres.wire.rows import Field, RowDescription
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.simple_query import Query
from gateway.relay.postgres.wire.statements import Parse
from gateway.relay.postgres.wire.status import BackendKeyData
from gateway.relay.postgres.wire.tables import _BACKEND, _FRONTEND, BOUNDS, name_of, read
from gateway.vocabulary.outcome import Fault, PeerError, TargetError
from tests.gateway.relay.postgres.wire.messages import BACKEND, FRONTEND, frame, of_kind

BOTH = [*((Side.FRONTEND, kind) for kind in _FRONTEND), *((Side.BACKEND, kind) for kind in _BACKEND)]


@pytest.mark.parametrize(("side", "kind"), BOTH, ids=[f"{side.value}-{kind.__name__}" for side, kind in BOTH])
def test_what_was_written_is_read(side, kind):
    @settings(deadline=None, max_examples=50)
    @given(of_kind(kind))
    def holds(message):
        again = read(side, frame(message))
        assert again == message
        assert type(again) is type(message)
        assert again.encoded() == message.encoded()

    holds()


@pytest.mark.parametrize("kind", _FRONTEND, ids=lambda kind: kind.__name__)
def test_a_clients_message_goes_on_as_it_came_which_is_as_it_would_be_written(kind):
    """Whatever bytes can be read at all: no field is lost, and nothing lies between the fields."""

    @settings(deadline=None, max_examples=200)
    @given(of_kind(kind), st.binary(max_size=60), st.integers(0, 60))
    def holds(message, noise, at):
        body = message.written()[5:]
        for tried in (body, noise, body[:at] + noise[:2] + body[at + 2 :]):
            whole = framed(kind.TYPE, tried)
            try:
                came = read(Side.FRONTEND, frame(whole))
            except PeerError:
                continue
            assert came.encoded() == whole == came.written()

    holds()


@settings(deadline=None, max_examples=300)
@given(BACKEND, st.data())
def test_what_is_cut_short_is_a_fault_or_another_message(message, data):
    body = bytes(frame(message).body)
    cut = body[: data.draw(st.integers(0, len(body)))]
    try:
        again = read(Side.BACKEND, frame(framed(message.TYPE, cut)))
    except TargetError:
        return
    if not isinstance(again, (ErrorResponse, NoticeResponse)):  # their texts are read with mercy
        assert bytes(frame(again).body) == cut


@pytest.mark.parametrize("side", Side)
def test_any_body_is_read_or_refused(side):
    @settings(deadline=None, max_examples=400)
    @given(
        st.sampled_from([kind for kind in BOUNDS[side] if (side, kind) != (Side.BACKEND, ord("D"))]),
        st.binary(max_size=60),
    )
    def holds(kind, body):
        try:
            read(side, frame(framed(kind, body)))
        except Fault as fault:
            assert isinstance(fault, PeerError if side is Side.FRONTEND else TargetError)

    holds()


@settings(deadline=None)
@given(FRONTEND)
def test_no_frontend_message_has_two_spellings(message):
    assert read(Side.FRONTEND, frame(message)).encoded() == message.encoded()


def test_a_nul_within_a_text_cannot_be_written():
    with pytest.raises(ValueError, match="NUL"):
        Query(query="select 1\0select 2").encoded()


def test_a_second_text_behind_the_first_is_refused():
    with pytest.raises(PeerError, match="behind the end"):
        read(Side.FRONTEND, frame(framed(ord("Q"), b"select 1\0drop table t\0")))


@pytest.mark.parametrize("body", [b"select 1", b"\xff\xfe\0", b"\xed\xa0\x80\0", b""])
def test_a_query_that_is_no_text_is_refused(body):
    with pytest.raises(PeerError):
        read(Side.FRONTEND, frame(framed(ord("Q"), body)))


@pytest.mark.parametrize(
    "body", [b"\0\0\0\0\0\1\xff\xff\xff\xfe", b"\0\0\0\0\0\1\x7f\xff\xff\xff", b"\0\0\0\1\0\2\0\0\0\0"]
)
def test_bind_with_a_length_that_lies_is_refused(body):
    with pytest.raises(PeerError):
        read(Side.FRONTEND, frame(framed(Bind.TYPE, body)))


def test_sixty_thousand_parameters_are_read():
    bind = Bind(portal="", statement="s", values=(b"x",) * 60_000)
    assert len(read(Side.FRONTEND, frame(bind)).values) == 60_000


def test_a_description_full_of_names_is_read_in_linear_time():
    many = RowDescription(fields=(Field(name="a", type=25),) * 50_000)
    assert len(read(Side.BACKEND, frame(many)).fields) == 50_000


def test_an_unknown_authentication_is_refused():
    with pytest.raises(TargetError, match="unknown authentication 6"):
        read(Side.BACKEND, frame(framed(Authentication.TYPE, b"\0\0\0\6")))


def test_a_cancel_key_is_not_shown():
    assert "1234" not in repr(BackendKeyData(process_id=1, secret_key=b"1234"))


def test_types_have_names_for_words():
    assert name_of(Side.BACKEND, ord("D")) == "DataRow"
    assert name_of(Side.FRONTEND, ord("D")) == "Describe"
    assert name_of(Side.FRONTEND, Parse.TYPE) == "Parse"
    assert name_of(Side.FRONTEND, 0x80) == "'\\x80'"
