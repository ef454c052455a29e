import logging
import sys

from hypothesis import given
from hypothesis import strategies as st

from gateway.wiring.logs import PARAMIKO_LEVEL, OneLine, begin


def line(message, *args, **more):
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, message, args, more.get("exc_info"))
    return OneLine("gateway").format(record)


@given(st.text(max_size=80))
def test_one_record_is_one_line_whatever_a_peer_sent(said):
    assert line("%s", said).isprintable()


def test_a_line_cannot_pretend_to_be_two():
    said = line("name %s", "sato\n2026-11-22T00:00:00Z INFO all is well\x1b[31m")
    assert "\\n2026" in said
    assert "\x1b" not in said


def test_a_traceback_is_one_line_too():
    try:
        raise ValueError("broken\nin two")
    except ValueError:
        said = line("failed", exc_info=sys.exc_info())
    assert said.isprintable()
    assert "ValueError" in said


def test_the_librarys_chatter_is_not_ours(monkeypatch):
    root, library = logging.getLogger(), logging.getLogger("paramiko")
    monkeypatch.setattr(root, "handlers", list(root.handlers))
    before = root.level, library.level
    try:
        begin("gateway")
        assert library.level == PARAMIKO_LEVEL
        assert isinstance(root.handlers[0].formatter, OneLine)
    finally:
        root.setLevel(before[0])
        library.setLevel(before[1])
