import pytest
from hypothesis import given
from hypothesis import strategies as st
from paramiko import Message

from gateway.relay.ssh.messages import (
    ChannelRequest,
    cells,
    exit_status,
    parse_environment,
    parse_request,
    parse_size,
    parse_terminal,
    status_of,
)
from tests.gateway.relay.ssh.a_client import number, string

WORDS = st.binary(max_size=60)


@given(WORDS, st.booleans(), WORDS)
def test_a_request_keeps_its_fields_as_they_came(kind, reply, fields):
    request = parse_request(Message(string(kind) + bytes([reply]) + fields))
    assert (request.want_reply, request.fields) == (reply, fields)
    assert request.kind.isascii()


@given(st.binary(max_size=200))
def test_no_bytes_break_a_parser(octets):
    parse_request(Message(octets))
    parse_terminal(octets).resized(80, 24)
    parse_size(octets)
    parse_environment(octets)


def test_a_kind_that_is_no_word_is_no_word_we_know():
    assert parse_request(Message(string(b"shell\xff") + b"\x01")).kind == "shell\\xff"
    assert parse_request(Message(string(b"shell\x00") + b"\x01")).kind == "shell\x00"


def test_a_kind_is_bounded():
    assert len(parse_request(Message(string(b"x" * 5000) + b"\x01")).kind) == 64


@given(WORDS, st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), WORDS)
def test_a_terminal_at_another_size_is_otherwise_the_same(term, columns, rows, modes):
    fields = string(term) + number(80) + number(24) + number(640) + number(480) + string(modes)
    resized = parse_terminal(fields).resized(columns, rows)
    assert resized.fields == string(term) + number(columns) + number(rows) + number(0) + number(0) + string(modes)
    assert (resized.columns, resized.rows, resized.term) == (columns, rows, term)


@given(st.integers(0, 2**32 - 1))
def test_exit_statuses_go_and_come(status):
    assert status_of(exit_status(status)) == status


def test_other_endings_have_no_number():
    assert status_of(None) is None
    assert status_of(ChannelRequest("exit-signal", want_reply=False, fields=b"")) is None


@pytest.mark.parametrize(
    ("announced", "shown"), [(0, 1), (1, 1), (80, 80), (65535, 65535), (65536, 65535), (2**32 - 1, 65535)]
)
def test_a_terminal_has_cells_that_there_can_be(announced, shown):
    assert cells(announced) == shown
