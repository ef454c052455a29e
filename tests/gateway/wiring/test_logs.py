import json
import logging
import sys
import threading
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring import logs
from gateway.wiring.logs import LETTERS_MAX, PARAMIKO_LEVEL, OneLine, OneObject, begin

FORMS = [OneLine("gateway"), OneObject("gateway")]


def record(message, *args, exc_info=None):
    return logging.LogRecord("gateway.x", logging.WARNING, "x.py", 1, message, args, exc_info)


def line(message, *args, exc_info=None):
    return OneLine("gateway").format(record(message, *args, exc_info=exc_info))


def told(message, *args, exc_info=None):
    return json.loads(OneObject("gateway").format(record(message, *args, exc_info=exc_info)))


def caught(error, cause=None):
    try:
        raise error from cause
    except type(error):
        return sys.exc_info()


@given(st.text(max_size=80))
def test_one_record_is_one_line_whatever_a_peer_sent(said):
    assert line("%s", said).isprintable()
    assert OneObject("gateway").format(record("%s", said)).isprintable()


@given(st.text(max_size=80), st.sampled_from(FORMS))
def test_an_exceptions_words_are_one_line_too(said, form):
    assert form.format(record("failed", exc_info=caught(GatewayFault(said)))).isprintable()


@pytest.mark.parametrize("form", FORMS)
def test_a_line_cannot_pretend_to_be_two(form):
    said = form.format(record("name %s", "sato\n2026-11-22T00:00:00Z INFO all is well\x1b[31m\x9b2J\u202e\u2028"))
    assert "n2026" in said
    assert not {"\n", "\x1b", "\x9b", "\u202e", "\u2028"} & set(said)


def test_a_defect_is_found_by_the_word_everybody_looks_for():
    """Tests and administrators look for it in logs."""
    assert "failed | Traceback: ValueError | wiring/test_logs.py:" in line("failed", exc_info=caught(ValueError("x")))


def test_one_object_says_who_when_and_what():
    said = told("the door of %s is shut", "山田")
    assert said.pop("at").endswith("Z")
    assert said.pop("pid") > 0
    assert said == {
        "level": "warning", "process": "gateway", "part": "gateway.x", "message": "the door of 山田 is shut",
    }  # fmt: skip


def test_what_looks_like_json_stays_a_message():
    assert told("%s", '","level":"info","message":"all is well')["level"] == "warning"


@pytest.mark.parametrize("form", FORMS)
def test_a_line_has_a_bound(form):
    said = form.format(record("%s", "x" * 1_000_000))
    assert len(said) < LETTERS_MAX + 300
    assert f"({1_000_000 - LETTERS_MAX} more)" in said
    assert len(form.format(record("%s", "\0" * 1_000_000))) < 6 * LETTERS_MAX


@pytest.mark.parametrize("form", FORMS)
def test_a_librarys_exception_tells_its_kind_and_place_and_not_what_it_quotes(form):
    said = form.format(record("failed", exc_info=caught(ValueError("could not convert '090-1234-5678'"))))
    assert "ValueError" in said
    assert "wiring/test_logs.py:" in said
    assert "1234" not in said


@pytest.mark.parametrize("form", FORMS)
def test_our_own_and_the_systems_words_are_told(form):
    cause = FileNotFoundError(2, "No such file or directory", "/srv/witness")
    said = form.format(record("failed", exc_info=caught(GatewayFault("the witness is gone"), cause)))
    assert "GatewayFault: the witness is gone from FileNotFoundError" in said
    assert "/srv/witness" in said


@pytest.mark.parametrize("form", FORMS)
def test_no_line_of_code_and_no_value_of_a_variable_is_told(form):
    password = "hunter2-hunter2"
    try:
        int(password)
    except ValueError:
        said = form.format(record("failed", exc_info=sys.exc_info()))
    assert "hunter2" not in said
    assert "int(password)" not in said


def test_a_long_way_down_is_cut_and_the_innermost_comes_first():
    def deeper(left):
        if left == 0:
            raise ValueError
        deeper(left - 1)

    try:
        deeper(50)
    except ValueError:
        said = told("failed", exc_info=sys.exc_info())
    assert len(said["where"]) == logs.FRAMES_MAX
    assert said["where"][0].endswith("deeper")


@pytest.mark.parametrize("form", FORMS)
def test_a_message_that_cannot_be_made_breaks_nothing(form):
    class Bad:
        def __str__(self):
            raise RuntimeError("secret")

    said = form.format(record("%s", Bad()))
    assert "cannot be made: RuntimeError" in said
    assert "secret" not in said
    assert "cannot be made: TypeError" in form.format(record("%s %s", "one"))


@pytest.fixture
def beginning(monkeypatch):
    """`begin` changes the process's hooks; all of them come back."""
    root, library = logging.getLogger(), logging.getLogger("paramiko")
    monkeypatch.setattr(root, "handlers", list(root.handlers))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    before = root.level, library.level
    yield begin
    logging.captureWarnings(False)
    root.setLevel(before[0])
    library.setLevel(before[1])


def test_the_librarys_chatter_is_not_ours(beginning):
    beginning("gateway")
    assert logging.getLogger("paramiko").level == PARAMIKO_LEVEL
    assert isinstance(logging.getLogger().handlers[0].formatter, OneLine)
    beginning("gateway", "json")
    assert [type(each.formatter) for each in logging.getLogger().handlers] == [OneObject]


def test_what_nobody_catches_is_logged_in_the_same_form(beginning, capsys):
    beginning("keeper", "json")
    sys.excepthook(*caught(KeyError("090-1234-5678")))
    thread = threading.Thread(target=lambda: int("090-1234-5678"), name="some")
    thread.start()
    thread.join()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn("old\nways", stacklevel=1)
    lines = [json.loads(each) for each in capsys.readouterr().err.splitlines()]
    assert [each.get("broke") for each in lines] == ["KeyError", "ValueError", None]
    assert "thread some" in lines[1]["message"]
    assert "1234" not in json.dumps(lines)
