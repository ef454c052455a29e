"""The prompt's line, over two real ends of an SSH channel: what keys make of it, and what is painted of it."""

import time
from contextlib import contextmanager

import pytest
from prompt_toolkit.clipboard import InMemoryClipboard
from prompt_toolkit.completion import Completion, DummyCompleter

from gateway.commands.key_input import KeyInput
from gateway.commands.line import EMPTY, LINE_LETTERS_MAX, Filled
from gateway.commands.prompt import AT_ONCE_SECONDS, PAUSE_SECONDS, Prompt
from gateway.commands.seat import Seat
from gateway.commands.showing import SessionOver
from gateway.commands.typist import Typist
from gateway.menu.terminals import Drawing
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import Text
from tests.gateway.menu.a_client import Running, two_ends

HISTORY = ("tail a.log lines=7", "uptime", "systemctl status cron")


class Passing:
    """A keyboard without guards."""

    holds = False

    def typed(self, data):
        return data

    def idle(self):
        return b""


class Known(DummyCompleter):
    words = ("status", "stop", "systemctl is-active", "systemctl status")

    def get_completions(self, document, complete_event):
        typed = document.text_before_cursor
        yield from (Completion(word, start_position=-len(typed)) for word in self.words if word.startswith(typed))


class Asked:
    """A prompt that is shown; `line` is what it gives."""

    def __init__(self, ends, **other):
        self.ends = ends
        typist = Typist(ends.client.channel, Passing(), SystemClock())
        self.typing = Running(typist.run)
        terminal = ends.client.terminal
        self.seat = Seat(
            typist=typist,
            keys=KeyInput(typist),
            paint=ends.client.channel.sendall,
            drawing=Drawing.IN_COLOUR,
            language=Language.ENGLISH,
            columns=terminal.columns,
            rows=terminal.rows,
        )
        self.state = ("class:state", "STATE")
        given = {"history": HISTORY, "completer": Known(), "filled": EMPTY, **other}
        self.prompt = Prompt(
            self.seat, state=lambda: self.state, clipboard=InMemoryClipboard(), clock=SystemClock(), **given
        )
        self.running = Running(self.prompt.run)
        self.picture = ends.read_until("sekisho>")
        time.sleep(2 * AT_ONCE_SECONDS)

    def type(self, data):
        self.ends.person.sendall(data if isinstance(data, bytes) else data.encode())

    def line(self):
        return self.running.result()


@contextmanager
def asked(columns=80, rows=24, **other):
    with two_ends(b"xterm", columns, rows) as ends:
        yield Asked(ends, **other)


def typed(data, **other):
    """What a prompt gives for these keys, in pieces with pauses between them where they are many."""
    with asked(**other) as one:
        for piece in [data] if isinstance(data, str | bytes) else data:
            one.type(piece)
            time.sleep(0.15)
        return one.line()


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("uptime\r", "uptime"),
        ("山田\x02の\r", "山の田"),
        ("ac\x02b\x05d\x01_\r", "_abcd"),
        ("one two\x17three\r", "one three"),
        ("abc\x02\x0b\x19\x19\r", "abcc"),
        ("abc\x15\x19d\r", "abcd"),
        ("one two\x1bb\x1bb\x1bdX\r", "X two"),
        ("ab\x08c\x7fd\r", "ad"),
        ("ab\x02\x04\r", "a"),
        ("ab\x14\r", "ba"),
        ("abc\x03def\r", "def"),
        ("one \x1b.\r", "one cron"),
        (["ab", "c\x17", "\x1f", "\r"], "abc"),
        ("\x1b[A\x1b[A\r", "uptime"),
        ("\x10\x10\x10\x0e\r", "uptime"),
        (["\x12", "up", "\x05\r"], "uptime"),
        (["\x12", "t", "\x12", "\r", "\r"], "uptime"),
        (["\x12", "zzz", "\x07", "x\r"], "x"),
        ("\x04", None),
        ("\x1a\x1c\x18\x11x\r", "x"),
        ("\x18(a\x18)\x18e\r", "(a)e"),  # no macro of prompt_toolkit: its own bindings are out of reach
        ("\x1b[200~one\rtwo\x1b[201~\r", "one"),
        ("\x1b[200~a\tb\x1b[201~\r", "a b"),
        ("\x1b[200~a\u202eb\x1b[201~c\r", "c"),
        (["sys\t", "s\r"], "systemctl s"),
        (["st\t", "\t", "\r", "\r"], "status"),
        (["st\t", "\t\t\x1b[Z", "\r", "\r"], "status"),
        (["st\t", "\t", "\x07", "\r"], "st"),
    ],
)
def test_keys(keys, line):
    assert typed(keys) == line


def test_what_is_shown_above_is_kept_up_to_date():
    with asked() as one:
        assert "STATE" in one.picture
        one.state = ("class:soon", "SOON 4 min")
        one.ends.read_until("SOON")
        one.type("\x04")
        assert one.line() is None


def test_a_notice_is_said_above_and_the_line_stays():
    with asked() as one:
        one.type("half a li")
        one.ends.read_until("li")
        one.seat.notices.append(Text(ja="残り5分", en="5 minutes remain"))
        one.prompt.look()
        assert "half a li" in one.ends.read_until("half a li")
        one.type("ne\r")
        assert one.line() == "half a line"


def test_candidates_are_shown_and_none_is_said():
    with asked() as one:
        one.type("s\t")
        one.ends.read_until("systemctl is-active")
        one.type("\x03zz\t")
        one.ends.read_until("No completion")
        one.type("\x04\x03\x04")


def test_a_resize_paints_it_again():
    with asked() as one:
        one.type("some words")
        one.ends.read_until("words")
        one.seat.columns, one.seat.rows = 20, 5
        one.prompt.resized()
        assert "some words" in one.ends.read_until("words")
        one.type("\r")
        assert one.line() == "some words"


def test_a_line_is_bounded():
    with asked() as one:
        one.type("x" * (LINE_LETTERS_MAX - 10))
        one.ends.read_until("xxx")
        one.type("y" * 40)
        one.ends.read_until("4096")
        one.type("z\r")
        line = one.line()
        assert (len(line), line[-1]) == (LINE_LETTERS_MAX - 9, "z")


def test_what_came_before_waits_for_an_enter_of_its_own():
    with asked(filled=Filled("uptime", Text(ja="先に", en="came before"))) as one:
        assert "came before" in one.picture
        one.type("\r")
        one.ends.read_until("not run by themselves")
        time.sleep(PAUSE_SECONDS)
        one.type("\r")
        assert one.line() == "uptime"


def test_the_session_s_end_and_the_client_s():
    with asked() as one:
        one.prompt.end()
        with pytest.raises(SessionOver):
            one.line()
    with asked() as one:
        one.ends.person.shutdown_write()
        with pytest.raises(EOFError):
            one.line()


def test_no_question_is_asked_of_the_terminal():
    with asked() as one:
        one.type("s\tabc\x1b[A\x0c\x15\x04")
        one.line()
        shown = one.picture + one.ends.person.recv(65536).decode()
    assert "\x1b[6n" not in shown
    assert "\x1b]" not in shown
